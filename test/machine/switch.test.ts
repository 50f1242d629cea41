import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

/** Answers after 20 ms; a little later each time it is started, as real programs do. */
const server = (version: number) => `
import http.server, os, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.02)
        body = ('version ${version} of ' + os.environ['GIT_BRANCH']).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
time.sleep(0.3)
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`

describe('the switch to a new release', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    repository = await fixture.repository('app', { Procfile: 'web: python3 server.py\n', 'server.py': server(0) })
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  /** What eight visitors got while that was done. */
  const visitDuring = async (work: () => Promise<void>) => {
    const seen = new Set<string>()
    const failed: string[] = []
    const over = new AbortController()
    const visitors = Array.from({ length: 8 }, async () => {
      while (!over.signal.aborted) {
        const { status, text } = await visit(machine).catch((error: Error) => ({ status: 0, text: error.message }))
        if (status === 200) seen.add(text)
        else failed.push(`${status} ${text.slice(0, 100)}`)
      }
    })
    await work()
    over.abort()
    await Promise.all(visitors)
    assert.deepEqual(failed, [])
    return seen
  }
  const shows = (version: number, branch = 'main') =>
    eventually(async () => (await visit(machine)).text === `version ${version} of ${branch}`, `version ${version}`)

  it('fails no request, in ten deploys', async () => {
    const seen = await visitDuring(async () => {
      for (let version = 1; version <= 10; version++) {
        await repository.push({ 'server.py': server(version) })
        await deliver(machine, 'push', { ref: 'refs/heads/main' })
        await shows(version)
      }
    })
    assert.equal(seen.size, 11)
  })

  it('is kept over a restart of the machine', async () => {
    await machine.restart()
    await shows(10)
  })

  it('ends what the old release leaves on its port, and never takes it for the new one', async () => {
    const stubborn = `setsid python3 server.py & trap '' TERM; wait`
    await repository.push({ Procfile: `web: ${stubborn}\n`, 'server.py': server(11) })
    assert.ok((await machine.job('deploy')).result.ok)
    for (const version of [12, 13]) {
      await repository.push({ Procfile: 'web: python3 server.py\n', 'server.py': server(version) })
      assert.ok((await machine.job('deploy')).result.ok)
      assert.equal((await visit(machine)).text, `version ${version} of main`)
    }
    assert.equal((await machine.sh('pgrep -u app -fc server.py')).trim(), '1')
  })

  it('takes a slot in which something runs that nobody sees', async () => {
    await machine.sh('supervisorctl start "app-web-$([[ -e /srv/testsite/use-b ]] && echo a || echo b)"')
    await repository.push({ 'server.py': server(14) })
    assert.ok((await machine.job('deploy')).result.ok)
    assert.equal((await visit(machine)).text, 'version 14 of main')
    assert.equal((await machine.sh('pgrep -u app -fc server.py')).trim(), '1')
  })

  describe('of another branch', () => {
    const setUp = async (branch: string, revision: number) =>
      (await machine.job('set-up', await aDocument(repository.cloneUrl, { branch, revision }))).result

    it('fails no request, and follows that branch from then on', async () => {
      await repository.git('checkout', '--quiet', '-b', 'spring')
      await repository.push({ 'server.py': server(20) })
      const seen = await visitDuring(async () => {
        assert.ok((await setUp('spring', 2)).ok)
        await shows(20, 'spring')
      })
      assert.deepEqual([...seen].toSorted(), ['version 14 of main', 'version 20 of spring'])
      await deliver(machine, 'push', { ref: 'refs/heads/main' })
      await repository.push({ 'server.py': server(21) })
      await deliver(machine, 'push', { ref: 'refs/heads/spring' })
      await shows(21, 'spring')
    })

    it('leaves all as it was when that branch is missing, or its app does not start', async () => {
      await repository.git('checkout', '--quiet', '-b', 'broken')
      await repository.push({ 'server.py': 'raise SystemExit(1)' })
      const seen = await visitDuring(async () => {
        for (const [branch, reason] of [
          ['nowhere', 'branch-missing'],
          ['broken', 'start-failed'],
        ] as const) {
          const result = await setUp(branch, 3)
          assert.equal(!result.ok && result.reason, reason)
        }
      })
      assert.deepEqual([...seen], ['version 21 of spring'])
      await repository.git('checkout', '--quiet', 'spring')
      await repository.push({ 'server.py': server(22) })
      await deliver(machine, 'push', { ref: 'refs/heads/spring' })
      await shows(22, 'spring')
    })
  })
})
