import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Answers its start page as the file `answer` says: status, headers, body. */
const SERVER = `
import http.server, os, json
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answers = json.load(open('answers.json'))
        status, headers, body = answers.get(self.path, [404, {}, 'nothing'])
        self.send_response(status)
        for name, value in headers.items(): self.send_header(name, value.replace('HOST', self.headers['Host']))
        self.end_headers()
        self.wfile.write(body.encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`

describe('the look at the start page', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let files: TestRepository
  let program: TestRepository
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    files = await fixture.repository('files', { 'README.md': 'Plums' })
    program = await fixture.repository('program', { Procfile: 'web: python3 server.py\n', 'server.py': SERVER })
  })
  after(() => fixture.close())
  const site = { id: 'site-1', name: 'plum', url: 'https://plum.example.com' }
  const pageOf = async ({ cloneUrl }: TestRepository, changes = {}) => {
    const result = await runSetUp(machine, cloneUrl, { site, ...changes })
    assert.ok(result.ok, JSON.stringify(result))
    return result.deploy?.page
  }

  it('finds no page, and where there is one', async () => {
    assert.deepEqual(await pageOf(files), { status: 403, problem: 'forbidden' })
    await files.push({ 'compose.yaml': 'services: {}' })
    assert.deepEqual(await pageOf(files), { status: 403, problem: 'container-only', hint: 'compose.yaml' })
    await files.push({ 'deep/site/index.html': 'Plums', 'src/x.py': 'secret' })
    assert.deepEqual(await pageOf(files), { status: 403, problem: 'forbidden', hint: 'deep/site' })
    assert.equal((await visit(machine, '/src/x.py')).status, 404)
  })

  it('finds that the apps are elsewhere, or for containers', async () => {
    const monorepo = await fixture.repository('monorepo', {
      'api/go.mod': '',
      'client/package.json': '{}',
      '.github/package.json': '',
    })
    assert.deepEqual(await pageOf(monorepo), { status: 403, problem: 'app-elsewhere', hint: 'api, client' })
    await monorepo.push({ 'compose.yaml': 'services: {}\n' })
    assert.deepEqual(await pageOf(monorepo), { status: 403, problem: 'apps-in-containers', hint: 'api, client' })
  })

  it('finds that pages of an app are a part of it, and that others are not', async () => {
    const parts = await fixture.repository('parts', { 'web/package.json': '{}', 'web/views/index.html': '' })
    assert.deepEqual(await pageOf(parts), { status: 403, problem: 'app-elsewhere', hint: 'web' })
    await parts.push({ 'a/index.html': '', 'b/index.html': '', 'c/index.html': '', 'webb/index.html': '' })
    assert.deepEqual(await pageOf(parts), { status: 403, problem: 'forbidden', hint: 'a, b, c, …' })
  })

  it('finds a library, and a template', async () => {
    const library = await fixture.repository('library', {
      'pyproject.toml': '[project]\nname = "plum"\n',
      'tests/a/index.html': '',
      'tests/b/index.html': '',
    })
    assert.deepEqual(await pageOf(library), { status: 403, problem: 'library', hint: 'pyproject.toml' })
    await library.push({ 'cookiecutter.json': '{}', '{{cookiecutter.name}}/package.json': '{}' })
    assert.deepEqual(await pageOf(library), { status: 403, problem: 'library', hint: 'cookiecutter.json' })
  })

  it('finds that nobody knows how to build it', async () => {
    const unknown = await fixture.repository('unknown', {
      'mix.exs': '',
      'assets/package.json': '{}',
      'priv/a/index.html': '',
    })
    assert.deepEqual(await pageOf(unknown), { status: 403, problem: 'unknown-kind', hint: 'mix.exs' })
  })

  it('finds the page of the only directory with one, until there are two', async () => {
    const below = await fixture.repository('below', { 'README.md': 'Plums', 'Plum 2026/index.html': 'Plums' })
    assert.deepEqual(await pageOf(below), { status: 200 })
    assert.equal((await visit(machine)).text, 'Plums')
    await below.push({ 'Fig 2026/index.html': 'Figs' })
    assert.equal((await pageOf(below))?.status, 403)
  })

  it('finds nothing wrong with a page', async () => {
    await files.push({ 'index.html': 'Plums' })
    assert.deepEqual(await pageOf(files), { status: 200 })
    const { result } = await machine.job('status')
    assert.deepEqual(result.ok && result.deploys?.[0]?.deploy?.page, { status: 200 })
  })

  const answers: [what: string, answers: Record<string, [number, Record<string, string>, string]>, page: object][] = [
    ['a page', { '/': [200, {}, 'Plums'] }, { status: 200 }],
    ['a failure', { '/': [500, {}, 'Oh'] }, { status: 500, problem: 'server-error' }],
    [
      'a failure with 200',
      { '/': [200, {}, '<br />\n<b>Fatal error</b>:  Uncaught'] },
      { status: 200, problem: 'server-error' },
    ],
    [
      'that it finds no database',
      { '/': [500, {}, 'SQLSTATE[HY000] [2002] Connection refused'] },
      { status: 500, problem: 'no-database' },
    ],
    ['nothing', { '/': [200, {}, ''] }, { status: 200, problem: 'empty' }],
    ['the source', { '/': [200, {}, '<?php phpinfo();'] }, { status: 200, problem: 'source' }],
    ['that it rejects the host', { '/': [400, {}, 'DisallowedHost'] }, { status: 400, problem: 'host-rejected' }],
    ['that it blocks the host', { '/': [403, {}, 'Blocked host: plum'] }, { status: 403, problem: 'host-rejected' }],
    ['that it has no start page', {}, { status: 404, problem: 'not-found' }],
    [
      'that it is an API with its documentation',
      { '/docs': [200, { 'Content-Type': 'text/html' }, 'Plums'] },
      { status: 404, problem: 'page-elsewhere', hint: '/docs' },
    ],
    ['with a redirect', { '/': [302, { Location: '/en?a=1' }, ''], '/en?a=1': [200, {}, 'Plums'] }, { status: 200 }],
    [
      'with a redirect to its own address',
      { '/': [301, { Location: 'https://HOST/x' }, ''], '/x': [500, {}, 'Oh'] },
      { status: 500, problem: 'server-error' },
    ],
    [
      'with a redirect to a login elsewhere',
      { '/': [302, { Location: 'https://login.example.org/' }, ''] },
      { status: 302 },
    ],
    ['with a redirect to itself', { '/': [302, { Location: '/' }, ''] }, { status: 302, problem: 'redirects' }],
  ]
  for (const [what, answer, page] of answers) {
    it(`tells of a program that answers ${what}`, async () => {
      await program.push({ 'answers.json': JSON.stringify(answer) })
      assert.deepEqual(await pageOf(program), page)
    })
  }
})
