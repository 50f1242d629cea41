import assert from 'node:assert/strict'
import { mustRun } from '../../src/local/containers/engine.ts'
import { BAKED_IMAGE, bakeImage } from './baked-image.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const SECRET = 'correct-horse-battery'

/** What people and programs may have left on the machine that the image is made of. */
const LEAVE_BEHIND = `
ssh-keygen -A
mkdir -p /root/.ssh /root/.aws /root/.config/gh
echo ${SECRET} | tee /root/.ssh/id_ed25519 /root/.aws/credentials /root/.config/gh/hosts.yml /root/.bash_history /root/.netrc >/dev/null
echo ${SECRET} | tee /var/log/auth.log /var/log/auth.log.1 /var/tmp/dump.sql >/dev/null
mkdir -p /var/log/journal /var/lib/amazon/ssm/i-0123/document /var/lib/amazon/ssm/Vault
systemctl restart systemd-journald && logger ${SECRET} && journalctl --sync
echo ${SECRET} | tee /var/lib/amazon/ssm/i-0123/document/state /var/lib/amazon/ssm/Vault/key >/dev/null`

const PHP = {
  'public/index.php': `<?php echo (new PDO('mysql:host=' . getenv('DB_HOST') . ';dbname=' . getenv('DB_NAME'), getenv('DB_USER'), getenv('DB_PASSWORD')))->query('SELECT 6 * 7')->fetchColumn();`,
  'app.json': '{"addons": ["jawsdb"]}',
}
const NODE = {
  'server.js': `require('http').createServer((_, res) => res.end('from Node')).listen(process.env.PORT)`,
  'package.json': JSON.stringify({ scripts: { start: 'node server.js' } }),
  'app.json': '{"addons": ["heroku-postgresql", "heroku-redis"]}',
}

/** Programs that install packages write down that they were called, and do nothing. */
const WATCH_PACKAGES = `for program in apt apt-get dpkg; do
  printf '#!/bin/sh\\necho "$0 $*" >>/packages-called\\nexit 1\\n' >/usr/local/sbin/$program
  chmod +x /usr/local/sbin/$program
done; touch /packages-called`

/** Writes down how these are called, and calls them. */
const WATCH_SYSTEM = `for program in systemctl useradd groupadd; do
  printf '#!/bin/sh\\necho "\${0##*/} $*" >>/system-called\\nexec /usr/bin/env PATH=/usr/sbin:/usr/bin "\${0##*/}" "$@"\\n' >/usr/local/sbin/$program
  chmod +x /usr/local/sbin/$program
done; touch /system-called`

describe('baked images', () => {
  let fixture: MachineFixture
  const machines: TestMachine[] = []
  before(async function () {
    this.timeout(1_200_000)
    fixture = await makeMachineFixture()
    await bakeImage(fixture, LEAVE_BEHIND)
    for (let count = 0; count < 3; count++) machines.push(await fixture.machine(BAKED_IMAGE))
  })
  after(async () => {
    for (const machine of machines) await machine.remove()
    await fixture.engine(['rmi', '--force', BAKED_IMAGE])
    await fixture.close()
  })

  it('pass health checks before they are set up, and serve nothing else', async () => {
    const [machine = assert.fail()] = machines
    assert.equal((await visit(machine, '/_pokopoko/health', { password: null })).text, 'ok\n')
    const { status, text } = await visit(machine, '/', { password: null })
    assert.deepEqual([status, text], [503, 'This site is being set up.\n'])
  })

  it('keep nothing that only one machine may have', async () => {
    const [machine = assert.fail()] = machines
    // From the image, before anything has run on it.
    const left = await mustRun(fixture.engine, [
      'run',
      '--rm',
      '--entrypoint',
      'sh',
      BAKED_IMAGE,
      '-c',
      `grep -rl ${SECRET} /root /home /var /etc /tmp; ls /etc/ssh/ssh_host_* /etc/ssl/private/*.key /var/log/journal/* 2>/dev/null; cat /etc/machine-id; find /var/log -type f -size +0 -not -name '*.db'; true`,
    ])
    assert.equal(left, '')
    assert.match(await machine.sh('cat /etc/machine-id'), /^[0-9a-f]{32}\n$/)
  })

  it('make machines that differ, install nothing, and serve what projects ask for', async () => {
    const [one = assert.fail(), two = assert.fail()] = machines
    const php = await fixture.repository('shop', PHP)
    const node = await fixture.repository('board', NODE)
    const identity = 'cat /etc/machine-id; ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d" " -f2'
    const identities: string[] = []
    for (const [machine, { cloneUrl }] of [
      [one, php],
      [two, node],
    ] as const) {
      await machine.sh(WATCH_PACKAGES)
      const result = await runSetUp(machine, cloneUrl)
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await machine.sh('cat /packages-called'), '')
      identities.push(...(await machine.sh(identity)).trim().split('\n'))
    }
    assert.equal((await visit(one)).text, '42')
    assert.equal((await visit(two)).text, 'from Node')
    assert.equal(new Set(identities).size, 4, identities.join(' '))
  })

  it('leave set-ups no accounts to make, and no units for systemd to read', async () => {
    const machine = machines[2] ?? assert.fail()
    const { cloneUrl } = await fixture.repository('page', { 'index.html': 'Plums' })
    await machine.sh(WATCH_SYSTEM)
    const result = await runSetUp(machine, cloneUrl)
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'Plums')
    assert.match(
      await machine.sh('cat /system-called'),
      /^(systemctl set-property --runtime supervisor.service MemoryMax=\d+M\n)?$/,
    )
  })

  it('know of no unit that was to run on the machine before', async () => {
    const [machine = assert.fail()] = machines
    assert.match(await machine.sh('systemctl is-active pokopoko-clean || true'), /inactive/)
  })
})
