import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Two processes that nobody waits for, and that write into the release for ever. */
const LEAVES_WRITERS = `my $directory = "$ENV{PWD}/left";
for (1 .. 2) {
  next if fork;
  open STDOUT, '>', '/dev/null'; open STDERR, '>', '/dev/null';
  for (my $number = 0;; $number++) { mkdir $directory; open my $file, '>', "$directory/$$-$number" }
}
sleep 1;
`

describe('what a repository leaves behind on a machine', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
    repository = await fixture.repository('leaves', { 'index.html': 'Plums' })
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { documentRoot: '' }))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  const pushed = async (files: Parameters<TestRepository['push']>[0]) => {
    await repository.push(files)
    return (await machine.job('deploy')).result
  }

  it('fails no deploy by writing into a release that is removed', async () => {
    const failed = await pushed({ Procfile: 'release: perl writes.pl; exit 1\n', 'writes.pl': LEAVES_WRITERS })
    assert.ok(!failed.ok && failed.reason === 'release-failed', JSON.stringify(failed))
    for (const fruit of ['Damsons', 'Greengages', 'Mirabelles', 'Sloes']) {
      const result = await pushed({ Procfile: 'release: true\n', 'index.html': fruit })
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal((await visit(machine)).text, fruit)
    }
    assert.notEqual(await machine.sh('pgrep -u app perl'), '', 'they still write')
    await machine.sh('pkill -KILL -u app perl')
    const result = await pushed({ 'index.html': 'Bullaces' })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal(await machine.sh('ls /srv/testsite/releases | wc -l'), '3\n', 'nothing of it stays')
  })

  it('waits for no package that never ends, and mends what it cuts off', async () => {
    const packages = '/opt/pokopoko/lib/packages.sh'
    await machine.sh(`sed -i s/^declare\\ -r\\ PACKAGES_TIMEOUT_S=900/declare\\ -r\\ PACKAGES_TIMEOUT_S=20/ ${packages}
      grep -q PACKAGES_TIMEOUT_S=20 ${packages}
      echo 'DPkg::Post-Invoke {"test -e /run/mended || sleep 3600";};' >/etc/apt/apt.conf.d/99waits`)
    const document = await aDocument(repository.cloneUrl, { documentRoot: '', services: ['redis'] })
    const { result } = await machine.job('set-up', document)
    assert.ok(!result.ok && result.reason === 'packages-failed', JSON.stringify(result))
    await machine.sh('touch /run/mended')
    const mended = await machine.job('set-up', document)
    assert.ok(mended.result.ok, JSON.stringify(mended.result))
  })
})
