import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { LogsJob } from '../../src/control/jobs.ts'
import { readJobResult } from '../../src/control/reports/job-result.ts'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { HOST, type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const server = `
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'Plums')
    def log_message(self, *args):
        print('asked for', self.path, flush=True)
print('hello from web, with', os.environ['GREETING'], 'and DB_PASSWORD=hunter22', flush=True)
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`

describe('logs of a machine', () => {
  const bucket = createServer()
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    const files = { Procfile: 'web: python3 server.py\nrelease: echo released\n', 'server.py': server }
    const [made, repository] = await Promise.all([fixture.machine(), fixture.repository('app', files)])
    machine = made
    const environment = { GREETING: 'a [very] secret $word/' }
    const { result } = await machine.job(
      'set-up',
      await aDocument(repository.cloneUrl, { documentRoot: '', environment }),
    )
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(async () => {
    bucket.close()
    await fixture.close()
  })

  const asked = async (wanted: Partial<LogsJob> & { upload?: string }) => {
    const document = JSON.stringify({ kind: 'logs', lines: 30, ...wanted })
    return machine.exec(['/opt/pokopoko/bin/logs', '-'], document)
  }
  const read = async (wanted: Partial<LogsJob> = {}) => {
    const { stdout, stderr } = await asked(wanted)
    const result = readJobResult(stdout)
    assert.ok(result?.state === 'succeeded' && result.log !== undefined, stdout + stderr)
    return result.log
  }

  it('are read by their names, without what only the site may know', async () => {
    const log = await read()
    assert.equal(log.name, 'web')
    assert.match(log.text, /^hello from web, with \*\*\* and DB_PASSWORD=\*\*\*$/m)
    assert.deepEqual(
      ['deploy', 'release', 'web', 'nginx'].filter((name) => !log.names.includes(name)),
      [],
    )
    assert.match((await read({ log: 'release' })).text, /^released$/m)
    assert.match((await read({ log: 'deploy' })).text, /^No stack found/m)
    const { name, names } = await read({ log: 'worker' })
    assert.deepEqual([name, names], [undefined, log.names])
  })

  it('are refused where the document asks for something else', async () => {
    for (const wanted of [{ log: '../../etc/shadow' }, { lines: -1 }, { after: '1:1; id' }, { upload: 'file:///x' }]) {
      const { code, stdout } = await asked(wanted)
      assert.equal(code, 10, stdout)
    }
    await machine.sh('ln -sf /etc/shadow /var/log/testsite/odd.log')
    assert.equal((await read({ log: 'odd' })).text, '')
    await machine.sh('rm /var/log/testsite/odd.log')
  })

  it('show what nginx answered and refused in one order', async () => {
    await machine.sh(`cat >/var/log/nginx/error.log <<'END'
2026/01/02 03:04:05 [error] 7#7: *1 between the two
END
cat >/var/log/nginx/access.log <<'END'
192.0.2.1 - - [02/Jan/2026:03:04:04 +0000] "GET /before HTTP/1.1" 200 5 "-" "-"
192.0.2.1 - - [02/Jan/2026:03:04:06 +0000] "GET /after HTTP/1.1" 200 5 "-" "-"
END`)
    const { text, hasMore } = await read({ log: 'nginx', lines: 2 })
    assert.deepEqual(text.match(/before|between|after/g), ['between', 'after'], text)
    assert.equal(hasMore, true)
  })

  it('are followed line by line, over a rotation, with a wait for news', async () => {
    const file = '/var/log/testsite/followed.log'
    await machine.sh(`rm -f ${file}*; printf 'one\\ntwo\\npass' >${file}`)
    const first = await read({ log: 'followed', follow: true })
    assert.equal(first.text, 'one\ntwo\n')
    const second = read({ log: 'followed', follow: true, after: first.place })
    await machine.sh(`sleep 0.5; printf 'word=hunter22\\nthree\\n' >>${file}`)
    const { text, place } = await second
    // The half of a line was there from the start, so the answer may come before the rest.
    const rest = text === '' ? await read({ log: 'followed', follow: true, after: place }) : { text, place }
    assert.equal(rest.text, 'password=***\nthree\n')
    await machine.sh(`echo four >>${file}; mv ${file} ${file}.1; echo five >${file}`)
    const rotated = await read({ log: 'followed', follow: true, after: rest.place })
    assert.equal(rotated.text, 'four\nfive\n')
    const began = Date.now()
    const waiting = read({ log: 'followed', follow: true, after: rotated.place })
    await machine.sh(`sleep 1; echo six >>${file}`)
    assert.equal((await waiting).text, 'six\n')
    assert.ok(Date.now() - began < 9000)
    assert.equal((await read({ log: 'followed' })).text, 'one\ntwo\npassword=***\nthree\nfour\nfive\nsix\n')
  })

  it('are cut to a megabyte of whole lines, and read in a few seconds', async () => {
    await machine.sh(
      `for ((n = 0; n < 40000; n++)); do echo "line $n of a log that is long, token=abcdefgh$n and more \\"quoted\\" words"; done >/var/log/testsite/long.log`,
    )
    const began = Date.now()
    const { text, hasMore } = await read({ log: 'long', lines: 100_000 })
    assert.ok(Date.now() - began < 20_000, `${Date.now() - began} ms`)
    assert.equal(hasMore, true)
    assert.match(text, /^line \d+ of .*\n$/s)
    assert.ok(text.includes('line 39999 of') && !text.includes('abcdefgh'))
    assert.ok(text.length > 700_000 && text.length <= 1_000_000, String(text.length))
  })

  it('go to an address, and nowhere else, where one is given', async () => {
    await visit(machine, '/plums')
    const bodies: string[] = []
    bucket.on('request', (req: IncomingMessage, res: ServerResponse) => {
      let body = ''
      req.setEncoding('utf8').on('data', (part: string) => (body += part))
      req.on('end', () => {
        if (req.method === 'PUT' && req.url === '/logs/1.json?X-Amz-Signature=key') bodies.push(body)
        res.writeHead(200).end()
      })
    })
    await new Promise<void>((resolve) => bucket.listen(0, '0.0.0.0', resolve))
    const address = bucket.address()
    assert.ok(typeof address === 'object' && address !== null)
    const { port } = address
    const upload = `http://${HOST}:${port}/logs/1.json?X-Amz-Signature=key`
    await eventually(async () => (await read()).text.includes('/plums'), 'the program has said so')
    const { stdout } = await asked({ upload })
    assert.equal(stdout, '{"ok":true}\n')
    const result = readJobResult(bodies[0] ?? '')
    assert.ok(result?.state === 'succeeded' && result.log?.text.includes('asked for /plums') === true)
    const { code } = await asked({ upload: upload.replace(String(port), '9') })
    assert.notEqual(code, 0)
  })
})
