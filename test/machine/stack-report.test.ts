import assert from 'node:assert/strict'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

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

  it('is looked at anew when a push edits a file that tells, and so are the packages that it needs', async () => {
    const own = await fixture.connectedMachine()
    const app = (word: string) =>
      `from flask import Flask\napp = Flask(__name__)\n\n@app.get('/')\ndef page():\n    return '${word}'\n`
    const repository = await fixture.repository('pears', {
      'index.html': 'Pears',
      'app.py': app('Figs'),
      'requirements.txt': '# None yet\n',
    })
    assert.deepEqual(stackIn(await runSetUp(own, repository.cloneUrl)), { label: 'HTML', file: 'index.html' })
    const push = async (...change: Parameters<typeof repository.push>) => {
      await eventually(
        async () => (await own.sh('ls /srv/testsite/clone.git/spare/files || true')).includes('app.py'),
        'the files of the next release',
      )
      const before = await repository.git('rev-parse', 'HEAD')
      const after = await repository.push(...change)
      await deliver(own, 'push', { ref: 'refs/heads/main', before, after, deleted: false })
    }
    const shows = (text: string) => eventually(async () => (await visit(own)).text === text, text)
    await push({ 'index.html': 'Ripe pears' })
    await shows('Ripe pears')
    await push({ 'requirements.txt': 'flask\n' })
    await shows('Figs')
    await push({ 'app.py': app('Ripe figs') })
    await shows('Ripe figs')
    await push({ 'app.py': app('Dried figs'), Aptfile: 'busybox\n' })
    await shows('Dried figs')
    assert.match(await own.sh('type -P busybox'), /busybox/)
    await own.remove()
  })
})
