import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { untilListening, type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, HOOK, visit } from './visit.ts'

/** Parsed, each of its values takes some fifty times its bytes. */
const WORST_BODY = `{"a":[${'{"":{}},'.repeat(450_000)}{}]}`
const FORKS = `$| = 1; my $started = 0;
for (1 .. 600) { my $pid = fork; last unless defined $pid; if (!$pid) { sleep 600; exit } $started++ }
print "started $started\\n"; sleep 600`
const SERVER = `import http.server
http.server.test(http.server.SimpleHTTPRequestHandler, port=int(__import__('os').environ['PORT']), bind='127.0.0.1')`

describe('what a machine has to bear', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  const document = (changes = {}) => aDocument(repository.cloneUrl, { documentRoot: '', ...changes })
  const member = { login: 'tom', user: 'tom', publicKeys: [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'B'.repeat(43)}`] }
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    repository = await fixture.repository('site', { 'index.html': 'Plums' })
    const { result } = await machine.job('set-up', await document({ members: [member] }))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  const pushed = async (files: Parameters<TestRepository['push']>[0]) => {
    await repository.push(files)
    return (await machine.job('deploy')).result
  }
  const groupsOf = async (process: string) => machine.sh(`cat /proc/$(pgrep -of '${process}')/cgroup`)

  describe('while a deploy takes long', () => {
    before(() =>
      machine.sh(
        'sed -i s/^JOB_WAIT_S=45/JOB_WAIT_S=1/ /opt/pokopoko/lib/strict.sh; setsid flock /run/testsite.lock sleep 600 >/dev/null 2>&1 &',
      ),
    )
    after(() => machine.sh('pkill -f "[s]leep 600"; sed -i s/^JOB_WAIT_S=1/JOB_WAIT_S=45/ /opt/pokopoko/lib/strict.sh'))

    it('lets nobody stay who has left, and takes a new password', async () => {
      const users = (await machine.job('users', { kind: 'users', members: [] })).result
      assert.ok(users.ok && users.changed?.includes('users'), JSON.stringify(users))
      const { access } = await document({
        access: { user: 'other', passwordHash: (await document()).access.passwordHash },
      })
      const changed = (await machine.job('access', { kind: 'access', access })).result
      assert.ok(changed.ok, JSON.stringify(changed))
      assert.equal((await visit(machine)).status, 401, 'the old name counts no more')
      const back = (await machine.job('access', { kind: 'access', access: (await document()).access })).result
      assert.ok(back.ok, JSON.stringify(back))
      assert.equal((await visit(machine)).status, 200)
    })

    it('says that other jobs have to wait', async () => {
      for (const [entry, job] of [
        ['set-up', await document()],
        ['environment', { kind: 'environment', environment: {} }],
        ['deploy', { kind: 'deploy' }],
      ] as const) {
        const { result } = await machine.job(entry, job)
        assert.ok(!result.ok, entry)
        assert.deepEqual([result.reason, result.permanent], ['busy', false], entry)
      }
    })
  })

  it('has no locks, pipes or sockets of its jobs that others can open', async () => {
    const { result } = await machine.job('set-up', await document({ members: [member] }))
    assert.ok(result.ok, JSON.stringify(result))
    const opened = (user: string) =>
      machine.sh(
        `setpriv --reuid ${user} --regid ${user} --clear-groups find /run/testsite* /run/pokopoko* /run/supervisor* /var/lib/testsite /etc/testsite -type f,p,s \\( -writable -o \\( -readable -name '*lock*' \\) \\) 2>/dev/null || true`,
      )
    for (const user of ['app', 'deploy', 'nobody']) assert.equal(await opened(user), '', user)
    assert.equal(await opened('hook'), '/run/testsite/pushes\n')
    assert.equal(await opened('www-data'), '/run/testsite/logins\n')
  })

  describe('of what nobody has signed', () => {
    const post = (body: string, headers = {}) =>
      fetch(`${machine.url}${HOOK}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-github-event': 'push', ...headers },
        body,
      }).then(async (answer) => (await answer.text(), answer.status))

    it('takes no more at once than a push of 2,048 commits, and not too many', async () => {
      assert.equal(await post(' '.repeat(4 * 2 ** 20 + 1)), 413)
      const flood = { 'x-forwarded-for': '203.0.113.9' }
      const answers = new Set(await Promise.all(Array.from({ length: 120 }, () => post('{}', flood))))
      assert.ok(answers.has(429), [...answers].join())
      assert.equal(await post('{}', { 'x-forwarded-for': '203.0.113.10' }), 403, 'others are heard meanwhile')
    })

    it('keeps its memory, and hears the next push', async () => {
      const addresses = Array.from({ length: 12 }, (_, index) => ({ 'x-forwarded-for': `203.0.113.${index + 20}` }))
      const before = await machine.sh('pgrep -o nginx; pgrep supervisord')
      for (let round = 0; round < 2; round += 1) await Promise.all(addresses.map((from) => post(WORST_BODY, from)))
      const limit = Number(/--data=(\d+)/.exec(await machine.sh('cat /etc/supervisor/conf.d/testsite.conf'))?.[1])
      await untilListening(machine)
      assert.equal((await deliver(machine, 'ping', {})).status, 200)
      const peak = await machine.sh(`awk '/VmHWM/ {print $2 * 1024}' /proc/$(pgrep -x webhook)/status`)
      assert.ok(Number(peak) <= limit, peak)
      assert.equal(await machine.sh('pgrep -o nginx; pgrep supervisord'), before)
      const commit = await repository.push({ 'index.html': 'Damsons' })
      await deliver(machine, 'push', { ref: 'refs/heads/main', before: '0'.repeat(40), after: commit })
      await eventually(async () => (await visit(machine)).text === 'Damsons', 'the push is deployed')
    })
  })

  describe('of what a repository brings', () => {
    it('leaves room for everything else', async () => {
      const said = await machine.sh('systemctl show supervisor -p MemoryMax -p TasksMax -p CPUWeight -p OOMPolicy')
      const lines = said.trim().split('\n').toSorted()
      assert.deepEqual(lines.slice(0, 1).concat(lines.slice(2)), [
        'CPUWeight=50',
        'OOMPolicy=continue',
        'TasksMax=3000',
      ])
      const memory = Number(/MemoryMax=(\d+)/.exec(said)?.[1])
      const total = Number(await machine.sh(`awk '/MemTotal/ {print $2 * 1024}' /proc/meminfo`))
      assert.ok(memory > total / 2 && total - memory > 100 * 2 ** 20, said)
      const result = await pushed({ Procfile: 'release: cat /proc/self/cgroup > index.html\n' })
      assert.ok(result.ok, JSON.stringify(result))
      assert.match((await visit(machine)).text, /run-[\w-]+\.scope/)
      assert.match(await groupsOf('bin/deployer'), /supervisor\.service/)
    })

    it('leaves room when the machine has other memory than before, now and after a restart', async () => {
      const limit = async () => (await machine.sh('systemctl show supervisor -p MemoryMax')).trim()
      const before = await limit()
      await machine.sh(
        "sed -i 's/=.*/=99M/' /etc/systemd/system/supervisor.service.d/testsite-memory.conf && systemctl daemon-reload && systemctl set-property --runtime supervisor.service MemoryMax=99M",
      )
      assert.equal(await limit(), `MemoryMax=${99 * 2 ** 20}`)
      const { result } = await machine.job('set-up', await document({ members: [member] }))
      assert.ok(result.ok, JSON.stringify(result))
      assert.ok(result.changed?.includes('limits'), JSON.stringify(result))
      assert.equal(await limit(), before)
      await machine.restart()
      assert.equal(await limit(), before)
    })

    it('starts so many processes, and no more', async () => {
      // A machine of tests has 512 at most.
      await machine.sh(
        "sed -i 's/echo 2000/echo 500/; s/echo 1500/echo 300/' /opt/pokopoko/bin/process; sed -i s/CROWDED=1000/CROWDED=200/ /opt/pokopoko/lib/limits.sh",
      )
      const Procfile = 'web: python3 server.py\nworker: exec perl forks.pl\n'
      const result = await pushed({ Procfile, 'server.py': SERVER, 'forks.pl': FORKS })
      assert.ok(result.ok, JSON.stringify(result))
      await eventually(async () => /started/.test(await machine.sh('cat /var/log/testsite/worker.log')), 'it forks')
      const started = Number(/started (\d+)/.exec(await machine.sh('cat /var/log/testsite/worker.log'))?.[1])
      assert.ok(started > 100 && started < 300, String(started))
      assert.equal(
        await machine.sh('setpriv --reuid deploy --regid deploy --clear-groups echo others can'),
        'others can\n',
      )
      assert.equal((await visit(machine)).status, 200)
      const mended = await pushed({ Procfile: 'web: python3 server.py\n' })
      assert.ok(mended.ok, JSON.stringify(mended))
      assert.equal(await machine.sh('pgrep -fc [f]orks.pl || true'), '0\n')
    })

    it('is read as far as it makes sense', async () => {
      for (const Procfile of ['# plums\n'.repeat(101), `# ${'plum'.repeat(20_000)}\nweb: python3 server.py\n`]) {
        const result = await pushed({ Procfile })
        assert.ok(!result.ok && result.reason === 'procfile-invalid', JSON.stringify(result))
      }
      await repository.push({ Procfile: 'web: python3 server.py\n' }, 'plum'.repeat(25_000))
      const { result } = await machine.job('deploy')
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(result.deploy?.subject.length, 200)
    })
  })
})
