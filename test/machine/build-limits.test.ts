import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const PACKAGE = JSON.stringify({ name: 'site', scripts: { build: 'node build.js' } })
const SERVED = `const { heap_size_limit: bytes } = require('v8').getHeapStatistics()
require('fs').mkdirSync('dist', { recursive: true })
require('fs').writeFileSync('dist/index.html', 'MB for a build: ' + Math.round(bytes / 2 ** 20))`

const STARVED = `python3 -c "b'x' * 2**30"`

describe('what takes more than there is', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  before(async () => {
    fixture = await makeMachineFixture()
    // 512 MB, as all machines of tests.
    machine = await fixture.connectedMachine()
    repository = await fixture.repository('site', { 'package.json': PACKAGE, 'build.js': SERVED })
    const result = await runSetUp(machine, repository.cloneUrl)
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  const failure = async (build: string, what: string) => {
    await repository.push({ 'build.js': build }, what)
    const { result } = await machine.job('deploy')
    assert.ok(!result.ok, what)
    assert.match((await visit(machine)).text, /^MB for a build/, 'what was deployed before')
    return { reason: result.reason, permanent: result.permanent, log: result.log }
  }
  const failureOf = async (procfile: string) => {
    await repository.push({ Procfile: `${procfile}\n`, 'build.js': SERVED }, procfile)
    const { result } = await machine.job('deploy')
    assert.ok(!result.ok, procfile)
    assert.match((await visit(machine)).text, /^MB for a build/, 'what was deployed before')
    return result
  }

  it('gets most of the memory for Node', async () => {
    const [, mb] = /: (\d+)/.exec((await visit(machine)).text) ?? []
    assert.ok(Number(mb) >= 384 && Number(mb) < 512, mb)
  })

  it('fails for want of memory when Node gives up', async () => {
    const { reason, permanent, log } = await failure(
      'const all = []\nfor (;;) all.push(Array.from({ length: 1e4 }, Math.random))',
      'More than the heap',
    )
    assert.deepEqual([reason, permanent], ['build-out-of-memory', true], log)
  })

  it('is what the kernel ends when there is no memory, although npm hides how it ended', async () => {
    const before = await machine.sh('pgrep nginx; pgrep -f /opt/pokopoko/bin')
    const hides = `const { spawnSync } = require('child_process')
spawnSync(process.execPath, ['-e', 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))'])
process.exit(1)`
    const { reason, log } = await failure(hides, 'More than the machine has')
    assert.equal(reason, 'build-out-of-memory', log)
    assert.equal(await machine.sh('pgrep nginx; pgrep -f /opt/pokopoko/bin'), before)
    assert.ok(!existsSync('oom'), "podman's file is not in the working directory")
  })

  it('is stopped after its time, and only then called too slow', async () => {
    assert.equal((await failure('process.exit(124)', 'Ends as a timer does')).reason, 'build-failed')
    await machine.sh('sed -i s/BUILD_TIMEOUT_S=1200/BUILD_TIMEOUT_S=5/ /opt/pokopoko/lib/stack.sh')
    const { reason, permanent, log } = await failure('setInterval(() => {}, 1000)', 'Never ends')
    await machine.sh('sed -i s/BUILD_TIMEOUT_S=5/BUILD_TIMEOUT_S=1200/ /opt/pokopoko/lib/stack.sh')
    assert.deepEqual([reason, permanent], ['build-too-slow', true], log)
  })

  it('is named of release commands and web processes as well, with how much there is', async () => {
    for (const [process, reason] of [
      ['release', 'release-out-of-memory'],
      ['web', 'start-out-of-memory'],
    ]) {
      const result = await failureOf(`${process}: ${STARVED}`)
      assert.deepEqual([result.reason, result.permanent], [reason, true], result.log)
      assert.match(result.log, /Out of memory: the machine has 512 MB\.$/)
    }
  })

  it('is not blamed for what somebody else has killed', async () => {
    assert.equal((await failureOf('release: kill -9 $$')).reason, 'release-failed')
    assert.equal((await failureOf('web: kill -9 $$')).reason, 'start-failed')
  })

  it('is named of other processes that keep crashing, and of them only', async () => {
    const heap = 'echo "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"; exit 134'
    await repository.push({ Procfile: `worker: ${STARVED}\nheap: ${heap}\nbroken: exit 1\n` })
    const { result } = await machine.job('deploy')
    assert.ok(result.ok, JSON.stringify(result))
    const processes = await eventually(async () => {
      const status = (await machine.job('status')).result
      const found = status.ok ? (status.processes ?? []) : []
      return found.length === 3 && found.every(({ crashing }) => crashing) && found
    }, 'all are given up')
    const said = processes
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ name, memory = false, log }) => [name, memory, /the machine has 512 MB/.test(log)])
    assert.deepEqual(said, [
      ['broken', false, false],
      ['heap', true, true],
      ['worker', true, true],
    ])
    const unreadable = 'setpriv --reuid nobody --regid nogroup --clear-groups find /var/log/testsite ! -readable'
    assert.equal(await machine.sh(unreadable), '', 'anybody on the machine can read its logs')
  })
})
