import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import { type App, itLives, writesNote } from './stack-life.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const FILES: App = {
  name: 'files alone',
  files: (word) => ({ 'public/index.html': word }),
  settings: { documentRoot: 'public', sharedDirectories: ['public/uploads'] },
  variable: 'none',
  log: /^HTML \(public\/index\.html\)/,
  read: async (get) => `${await get('/')} ${await get('/uploads/note.txt')}`,
  write: writesNote('public/uploads/note.txt'),
  failingPage: [{ 'public/index.html': '' }, 'empty'],
}

const server = (word: string) => `
import http.server, os
def read(name): return open('data/' + name).read() if os.path.exists('data/' + name) else 'none'
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/write': open('data/note.txt', 'w').write('kept')
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"${word} {os.environ['SHADE']} {read('note.txt')} {read('seeded')}".encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`

/** Its script for the first deploy runs in that one alone. */
const PROCFILE: App = {
  name: 'a Procfile alone',
  files: (word) => ({
    Procfile: 'web: python3 server.py\nrelease: sh release.sh\n',
    'release.sh': '',
    'server.py': server(word),
    'app.json': JSON.stringify({ scripts: { postdeploy: 'echo seeded >>data/seeded' } }),
  }),
  settings: { sharedDirectories: ['data'] },
  rest: /^ seeded$/,
  log: /^No stack found/,
  write: (machine) => visit(machine, '/write'),
  failingBuild: [{ 'release.sh': 'echo no such table >&2; exit 3' }, 'release-failed', /no such table/],
  failingStart: [{ 'server.py': 'raise SystemExit("no fruit")' }, /no fruit/],
}

describe('a project without a stack', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  it('gets the Debian packages of its Aptfile', async () => {
    const { cloneUrl } = await fixture.repository('aptfile', {
      Procfile: 'web: busybox httpd -f -p 127.0.0.1:$PORT\n',
      Aptfile: 'busybox # its server\n',
      'index.html': 'Figs',
    })
    const own = await fixture.connectedMachine()
    const result = await runSetUp(own, cloneUrl, { services: [] })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(own)).text, 'Figs')
    await own.remove()
  })

  for (const app of [PROCFILE, FILES]) itLives(app, () => ({ fixture, machine }))
})
