import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const LOCK = (name: string) => JSON.stringify({ name, lockfileVersion: 3, requires: true, packages: { '': { name } } })

describe('a Node project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    await fixture.connect(machine)
  })
  after(() => fixture.close())

  const setUp = async (name: string, files: Record<string, string>, changes = {}): Promise<JobResult> => {
    const { cloneUrl } = await fixture.repository(name, files)
    return (await machine.job('set-up', await aDocument(cloneUrl, { documentRoot: '', ...changes }))).result
  }

  it('with a build is published after it', async () => {
    const packageJson = { name: 'site', scripts: { build: 'mkdir -p dist && node build.js > dist/index.html' } }
    const result = await setUp('built', {
      'package.json': JSON.stringify(packageJson),
      'package-lock.json': LOCK('site'),
      'build.js': 'console.log(`built by ${process.version} on ${process.env.GIT_BRANCH}`)',
      '.nvmrc': '22\n',
    })
    assert.ok(result.ok, JSON.stringify(result))
    assert.match((await visit(machine)).text, /^built by v22\.\d+\.\d+ on main$/m)
    for (const hidden of ['/package.json', '/build.js', '/.nvmrc']) {
      assert.equal((await visit(machine, hidden)).status, 404, hidden)
    }
    assert.match(await machine.sh('cat /var/log/testsite/build.log'), /Node\.js \(package\.json\)/)
  }).timeout(180_000)

  it('with a server is started, by the version of Node that `engines` allows', async () => {
    const server =
      "require('http').createServer((_, res) => res.end(`${process.version} ${process.env.NODE_ENV}`)).listen(process.env.PORT, process.env.HOST)"
    const packageJson = { name: 'app', engines: { node: '>=20 <23' }, scripts: { start: 'node server.js' } }
    const result = await setUp('served', { 'package.json': JSON.stringify(packageJson), 'server.js': server })
    assert.ok(result.ok, JSON.stringify(result))
    assert.match((await visit(machine)).text, /^v22\.\d+\.\d+ production$/)
  }).timeout(180_000)
})
