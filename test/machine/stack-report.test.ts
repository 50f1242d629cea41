import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

describe('what a machine takes a repository for', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
  })
  after(() => fixture.close())

  const setUp = async (cloneUrl: string, changes = {}): Promise<JobResult> => runSetUp(machine, cloneUrl, changes)
  const stackIn = (result: JobResult) => {
    assert.ok(result.ok, JSON.stringify(result))
    return result.deploy?.stack
  }
  const reported = async () => {
    const { result } = await machine.job('status')
    return result.ok ? result.deploys?.[0] : undefined
  }

  it('is in the result of a set-up and in the report, also when nothing is new', async () => {
    const { cloneUrl } = await fixture.repository('pages', { 'site/docs/index.html': 'Docs' })
    const stack = { label: 'HTML', file: 'docs/index.html' }
    assert.deepEqual(stackIn(await setUp(cloneUrl, { appDirectory: 'site' })), stack)
    assert.deepEqual((await reported())?.deploy?.stack, stack)
    assert.equal((await visit(machine)).text, 'Docs')
    assert.deepEqual(stackIn(await setUp(cloneUrl, { appDirectory: 'site' })), stack)
  })

  it('is nothing where nothing tells, and no app where its directory is missing', async () => {
    const { cloneUrl } = await fixture.repository('plain', { 'a.txt': 'Plain' })
    assert.equal(stackIn(await setUp(cloneUrl)), undefined)
    const result = await setUp(cloneUrl, { appDirectory: 'apps/web' })
    assert.ok(!result.ok)
    assert.equal(result.reason, 'app-directory-missing')
    assert.equal((await visit(machine, '/a.txt')).text, 'Plain')
  })
})
