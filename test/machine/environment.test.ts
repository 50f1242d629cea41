import assert from 'node:assert/strict'
import * as z from 'zod'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Answers with its whole environment, unless that says to fail. */
const server = `
import http.server, json, os, sys
print('told', os.environ.get('TOKEN'), flush=True)
if os.environ.get('MODE') == 'broken': sys.exit('no good: ' + os.environ['TOKEN'])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(dict(os.environ)).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`
const worker = `while :; do printf '%s' "$TOKEN" >/tmp/worker; sleep 0.1; done`

/** Whatever a shell could make something of. */
const ODD = `it's "$HOME" \`id\` \\ $(id) ; # é%\n second line\t!`

describe('the environment that people set', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  const outputs: string[] = []
  const told = async () => z.record(z.string(), z.string()).parse(JSON.parse((await visit(machine)).text))
  const set = async (environment: Record<string, unknown>) => {
    const { result, all } = await machine.job('environment', { kind: 'environment', environment })
    outputs.push(all)
    return result
  }
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    const Procfile = `web: python3 server.py\nworker: bash worker.sh\n`
    repository = await fixture.repository('app', { Procfile, 'server.py': server, 'worker.sh': worker })
    const document = await aDocument(repository.cloneUrl, { environment: { TOKEN: 'first-secret' } })
    const { result, all } = await machine.job('set-up', document)
    outputs.push(all)
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  it('comes with the set-up, and is the only one besides our own names', async () => {
    const { TOKEN, SITE_NAME, ...others } = await told()
    assert.deepEqual([TOKEN, SITE_NAME], ['first-secret', 'plum'])
    assert.ok(!('RELEASE' in others) && !('SUPERVISOR_ENABLED' in others), Object.keys(others).join())
  })

  it('reaches all programs without a push, and no request fails', async () => {
    const statuses = new Set<number>()
    const running = { visitors: true }
    const visitors = Array.from({ length: 4 }, async () => {
      while (running.visitors) statuses.add((await visit(machine)).status)
    })
    const result = await set({ TOKEN: 'second-secret', ODD, SITE_NAME_2: '' })
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.changed, ['environment'])
    running.visitors = false
    await Promise.all(visitors)
    assert.deepEqual([...statuses], [200])
    const { TOKEN, ODD: odd, SITE_NAME_2: empty } = await told()
    assert.deepEqual([TOKEN, odd, empty], ['second-secret', ODD, ''])
    await eventually(async () => (await machine.sh('cat /tmp/worker')) === 'second-secret', 'the worker has it, too')
    assert.equal((await machine.sh('pgrep -u app -fc server.py')).trim(), '1')
  })

  it('is left alone where nothing changes', async () => {
    const pid = await machine.sh('pgrep -u app -f server.py')
    const result = await set({ TOKEN: 'second-secret', ODD, SITE_NAME_2: '' })
    assert.ok(result.ok)
    assert.deepEqual(result.changed, [])
    assert.equal(await machine.sh('pgrep -u app -f server.py'), pid)
  })

  it('stays as it was, as the program does, where the program does not start with the new one', async () => {
    const result = await set({ TOKEN: 'third-secret', MODE: 'broken' })
    assert.ok(!result.ok)
    assert.deepEqual([result.reason, result.permanent], ['start-failed', true])
    assert.match(result.message, /The environment from before stays/)
    assert.match(result.log, /no good: \*\*\*/)
    assert.equal((await told())['TOKEN'], 'second-secret')
    await machine.restart()
    await eventually(async () => (await visit(machine).catch(() => undefined))?.status === 200, 'it serves')
    assert.equal((await told())['TOKEN'], 'second-secret')
  })

  it('is kept over a deploy and a set-up that says nothing of it', async () => {
    await repository.push({ 'other.txt': 'other' })
    assert.ok((await machine.job('deploy')).result.ok)
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok)
    assert.equal((await told())['TOKEN'], 'second-secret')
  })

  it('is taken over by a set-up that deploys nothing', async () => {
    const document = await aDocument(repository.cloneUrl, { environment: { TOKEN: 'fourth-secret' } })
    assert.ok((await machine.job('set-up', document)).result.ok)
    const { TOKEN, ...others } = await told()
    assert.equal(TOKEN, 'fourth-secret')
    assert.ok(!('ODD' in others))
  })

  it('can be read by the program and root alone', async () => {
    const stat = await machine.sh('stat -c "%a %U" /etc/testsite/environment/50-site.sh /etc/testsite/hidden')
    assert.equal(stat, '400 app\n600 root\n')
    await machine.sh('useradd mallory')
    const { stdout } = await machine.exec(['su', 'mallory', '-s', '/bin/bash', '-c', THIEVES])
    assert.doesNotMatch(stdout, /(first|second|third|fourth)-secret/)
  })

  it('is in no log of ours, no command line, and nothing that is reported', async () => {
    const found = await machine.sh(
      String.raw`grep -rlE '(first|second|third|fourth)-secret' /var/log/testsite/machine /var/log/nginx /var/log/supervisor /var/lib/testsite/*.jsonl /run/testsite* 2>/dev/null;
       journalctl --no-pager | grep -cE '(first|second|third|fourth)-secret'; cat /proc/*/cmdline | tr '\0' ' ' | grep -cE '(first|second|third|fourth)-secret' || true`,
    )
    assert.deepEqual(found.trim().split('\n'), ['0', '0'])
    assert.doesNotMatch(outputs.join('\n'), /(first|second|third|fourth)-secret/)
  })

  it('refuses what is no environment', async () => {
    for (const environment of [{ 'A;id': 'x' }, { A: 1 }, { A: 'a\0b' }, { 'A\nB': 'x' }, { ['A'.repeat(129)]: 'x' }]) {
      const result = await set(environment)
      assert.equal(result.ok ? 'ok' : result.reason, 'invalid-input', JSON.stringify(environment))
    }
    assert.equal((await told())['TOKEN'], 'fourth-secret')
  })

  it('goes', async () => {
    assert.ok((await set({})).ok)
    assert.ok(!('TOKEN' in (await told())))
  })
})

/** What somebody tries who is on the machine. */
const THIEVES =
  'cat /etc/testsite/environment/50-site.sh /etc/testsite/hidden /proc/[0-9]*/environ 2>/dev/null; ps auxeww; true'
