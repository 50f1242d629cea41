import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { lockedPackage } from './locked-package.ts'
import { runSetUp } from './run-set-up.ts'
import { type App, itLives, writesNote } from './stack-life.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** What it says of its build is behind its start page. */
const PAGES: App = {
  name: 'with a build',
  files: (word) => ({
    ...lockedPackage({ build: 'mkdir -p dist && node build.js' }),
    'build.js': `const { writeFileSync } = require('fs')
writeFileSync('dist/index.html', '${word} ' + process.env.SHADE)
writeFileSync('dist/built.txt', \`\${require('fruit')} by \${process.version} on \${process.env.GIT_BRANCH}\`)`,
    'netlify.toml': '[build.environment]\n  NODE_VERSION = "22"\n',
  }),
  settings: { sharedDirectories: ['dist/uploads'] },
  rest: /^ fruit by v22\.\d+\.\d+ on main none none none$/,
  log: /^Node\.js \(package\.json\)/,
  read: async (get) => {
    const paths = ['', 'uploads/note.txt', 'built.txt', 'package.json', 'build.js', 'netlify.toml']
    return (await Promise.all(paths.map((path) => get(`/${path}`)))).join(' ')
  },
  write: writesNote('dist/uploads/note.txt'),
  failingBuild: [{ 'build.js': 'throw new Error("no fruit")' }, 'build-failed', /no fruit/],
  failingPage: [{ 'build.js': '' }, 'forbidden'],
}

const MIGRATE = 'echo $DATABASE_URL >migrated'

/** Started once its database has its tables. */
const SERVER: App = {
  name: 'with a server, by the version of Node that `engines` allows',
  files: (word) => ({
    ...lockedPackage({ start: 'node server.js', 'db:migrate': MIGRATE }, { engines: { node: '>=20 <23' } }),
    'server.js': `const { existsSync, readFileSync, writeFileSync } = require('fs')
const { SHADE, NODE_ENV, PORT, HOST } = process.env
require('http').createServer(({ url }, response) => {
  if (url === '/write') writeFileSync('data/note.txt', 'kept')
  const note = existsSync('data/note.txt') ? readFileSync('data/note.txt') : 'none'
  response.end(\`${word} \${SHADE} \${note} \${process.version} \${NODE_ENV} \${require('fruit')} \${readFileSync('migrated')}\`)
}).listen(PORT, HOST)`,
    'app.json': '{"env":{"DATABASE_URL":"plums"}}',
  }),
  settings: { sharedDirectories: ['data'] },
  rest: /^ v22\.\d+\.\d+ production fruit plums$/,
  log: /^Node\.js \(package\.json\)/,
  write: (machine) => visit(machine, '/write'),
  failingBuild: [
    lockedPackage({ build: 'echo no fruit; exit 1', start: 'node server.js' }),
    'build-failed',
    /no fruit/,
  ],
  failingStart: [{ 'server.js': 'throw new Error("no fruit")' }, /no fruit/],
}

describe('a Node project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  const setUp = async (name: string, files: Record<string, string>, changes = {}): Promise<JobResult> => {
    const { cloneUrl } = await fixture.repository(name, files)
    return runSetUp(machine, cloneUrl, changes)
  }

  const saying: [what: string, files: Record<string, string>][] = [
    ['nothing', {}],
    ['no more than `lts/*`', { '.nvmrc': 'lts/*\n' }],
  ]
  for (const [what, files] of saying) {
    it(`is built by the version of Node that its dependencies allow, where it says ${what} itself`, async () => {
      const root = { name: 'site', dependencies: { old: 'file:old' } }
      const old = { name: 'old', version: '1.0.0', engines: { node: '>=18 <24' } }
      const packages = { '': root, old, 'node_modules/old': { resolved: 'old', link: true, engines: old.engines } }
      const result = await setUp(`old-framework${what.length}`, {
        ...files,
        'package.json': JSON.stringify({ ...root, scripts: { build: 'mkdir dist && node -v > dist/index.html' } }),
        'package-lock.json': JSON.stringify({ name: 'site', lockfileVersion: 3, packages }),
        'old/package.json': JSON.stringify(old),
      })
      assert.ok(result.ok, JSON.stringify(result))
      assert.match((await visit(machine)).text, /^v22/)
    })
  }

  it('that listens on a port of its own is told another, at each deploy', async () => {
    const server = "require('http').createServer((_, res) => res.end(process.env.GIT_COMMIT)).listen(3000)"
    const packageJson = JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } })
    const { cloneUrl, push } = await fixture.repository('own-port', {
      'package.json': packageJson,
      'server.js': server,
    })
    for (const content of ['Plums', 'Apples']) {
      const commit = await push({ 'README.md': content })
      const result = await runSetUp(machine, cloneUrl)
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal((await visit(machine)).text, commit)
    }
  })

  it('built for a path of another host is found under it, as static hosts do', async () => {
    const build =
      "mkdir -p site && echo '<script src=/shop/app.js></script>' > site/index.html && cp *.js 404.html about.html site"
    const result = await setUp('based', {
      'package.json': JSON.stringify({ name: 'site', scripts: { build: 'exit 1', 'build:site': build } }),
      'netlify.toml': '[build]\n  command = "npm run build:site && true"\n  publish = "site"\n',
      'app.js': 'plums()',
      'about.html': 'About plums',
      '404.html': 'No plums',
    })
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.deploy?.page, { status: 200 })
    const start = await visit(machine)
    assert.deepEqual([start.status, start.headers.get('location')], [302, '/shop/'])
    assert.equal((await visit(machine, '/', { password: null })).status, 401)
    assert.match((await visit(machine, '/shop/')).text, /script/)
    assert.equal((await visit(machine, '/shop/app.js')).text, 'plums()')
    assert.equal((await visit(machine, '/about')).text, 'About plums')
    const missing = await visit(machine, '/missing')
    assert.deepEqual([missing.status, missing.text], [404, 'No plums'])
  })

  for (const [where, at] of [
    ['', ''],
    [' for a part of it', 'front/'],
  ] as const) {
    it(`with webpack 4${where} can use the hashes that OpenSSL 3 hides`, async () => {
      const webpack = { version: '4.46.0', extraneous: true }
      const lock = {
        name: 'old',
        lockfileVersion: 3,
        packages: { '': { name: 'old' }, 'node_modules/webpack': webpack },
      }
      const build = 'mkdir dist && node build.js > dist/index.html'
      const result = await setUp(`old${at.length}`, {
        [`${at}package.json`]: JSON.stringify({ name: 'old' }),
        [`${at}package-lock.json`]: JSON.stringify(lock),
        'package.json': JSON.stringify({ name: 'old', scripts: { build } }),
        'build.js': "console.log(require('crypto').createHash('md4').update('plums').digest('hex'))",
      })
      assert.ok(result.ok, JSON.stringify(result))
      assert.match((await visit(machine)).text, /^[0-9a-f]{32}$/m)
    })
  }

  it('with Next.js that makes files is published', async () => {
    const result = await setUp('exported', {
      'package.json': '{"name":"site","dependencies":{"next":"file:next"},"scripts":{"start":"next dev"}}',
      'next/package.json': '{"name":"next","version":"15.0.0","bin":"next.js"}',
      'next/next.js': `#!/usr/bin/env node
const { mkdirSync, writeFileSync } = require('fs')
for (const directory of ['out', '.next']) mkdirSync(directory)
writeFileSync('.next/export-detail.json', '{}')
writeFileSync('out/index.html', process.argv.slice(2).join(' '))
`,
    })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'build')
  })

  it('in a monorepo is the app of it that visitors are meant to see', async () => {
    const server = "require('http').createServer((_, res) => res.end(process.env.BUILT)).listen(process.env.PORT)"
    const app = (name: string) =>
      JSON.stringify({ name, scripts: { start: 'BUILT=$(cat ../../built) node server.js' } })
    const result = await setUp('monorepo', {
      'package.json': '{"private":true,"workspaces":["apps/*"],"scripts":{"build":"echo plums > built"}}',
      'apps/admin/package.json': app('admin'),
      'apps/web/package.json': app('web'),
      'apps/web/server.js': server,
    })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'plums')
    assert.match(result.deploy?.stack?.label ?? '', /^Node\.js workspace · .*apps\/web/)
  })

  it('without a script that starts it is started by the file that listens', async () => {
    const result = await setUp('unstarted', {
      'package.json':
        '{"name":"app","main":"index.js","dependencies":{"express":"file:express"},"scripts":{"dev":"x"}}',
      'express/package.json': '{"name":"express","version":"5.0.0"}',
      'index.js': '',
      'src/app.js': "exports.page = 'Figs'",
      'src/main.js': "require('http').createServer((_, res) => res.end(require('./app.js').page)).listen(3000)",
    })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'Figs')
  })

  it('of AdonisJS is started where it was built, with what its example says, and keeps its database', async () => {
    const ace = "require('fs').writeFileSync('tmp/db', 'figs')"
    const server =
      "require('http').createServer((_, res) => res.end(process.cwd().slice(-5) + require('fs').readFileSync('tmp/db') + require('fs').readFileSync('.env'))).listen(process.env.PORT)"
    const result = await setUp('adonis', {
      'package.json': JSON.stringify({
        name: 'app',
        dependencies: { '@adonisjs/core': 'file:core' },
        scripts: { build: 'mkdir -p build && cp -r bin database ace.js build' },
      }),
      'core/package.json': '{"name":"@adonisjs/core","version":"6.0.0"}',
      'ace.js': ace,
      'database/migrations/1.js': '',
      'bin/server.js': server,
      '.env.example': 'LOG_LEVEL=info',
    })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'buildfigsLOG_LEVEL=info')
    assert.match(await machine.sh('readlink /srv/testsite/current/build/tmp'), /^\/srv\/testsite\/shared\//)
  })

  it('of Nx is started as it was built, not by its server for development', async () => {
    const main = "require('http').createServer((_, res) => res.end('plums')).listen(process.env.PORT)"
    const scripts = { start: 'nx serve api', build: 'mkdir -p dist/apps/api && cp server.js dist/apps/api/main.js' }
    const result = await setUp('nx', { 'package.json': JSON.stringify({ name: 'nx', scripts }), 'server.js': main })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'plums')
  })

  it('of Nx is published from where Nx builds an app of several', async () => {
    const scripts = { build: 'mkdir -p dist/apps/shop && echo plums > dist/apps/shop/index.html' }
    const result = await setUp('nx-pages', {
      'package.json': JSON.stringify({ name: 'nx', scripts, devDependencies: { vite: 'file:vite' } }),
      'vite/package.json': '{"name":"vite","version":"7.0.0"}',
    })
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'plums\n')
  })

  it('below the top is built and started there with secrets of its own, and keeps running through a restart', async () => {
    const server =
      "require('http').createServer((_, res) => res.end(`${process.env.JWT_SECRET} ${process.env.STRIPE_SECRET} ${process.cwd()}`)).listen(process.env.PORT)"
    const { cloneUrl } = await fixture.repository('below', {
      Dockerfile: 'FROM scratch\n',
      'site/package.json': JSON.stringify({ name: 'site', scripts: { start: 'node server.js' } }),
      'site/server.js': server,
      'site/.env.example': 'JWT_SECRET=change-me\nSTRIPE_SECRET=\n',
    })
    const result = await runSetUp(machine, cloneUrl)
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal(result.deploy?.stack?.file, 'site/package.json')
    const page = (await visit(machine)).text
    assert.match(page, /^[0-9a-f]{64} undefined .*\/site$/)
    assert.match(await machine.sh('cat /var/log/testsite/build.log'), /\(site\/package\.json\)/)
    await machine.sh('/opt/pokopoko/bin/restart')
    assert.equal((await visit(machine)).text, page)
  })

  it('is called what its stack notes, such as a version, and nothing that a report could not hold', async () => {
    const files = {
      'package.json': JSON.stringify({ scripts: { start: 'node server.js', build: 'sh build.sh' } }),
      'build.sh': `printf 'x"\\\\\\033[1m\\n%0300d\\na\\nb\\nc\\n' 7 >>.pokopoko/notes`,
      'server.js': "require('http').createServer((_, res) => res.end('Up')).listen(process.env.PORT, process.env.HOST)",
      '.nvmrc': '22\n',
    }
    const result = await setUp('noted', files)
    assert.ok(result.ok, JSON.stringify(result))
    const stack = result.deploy?.stack
    assert.equal(stack?.file, 'package.json')
    assert.match(stack.label, /^Node\.js · Node 22\.[\d.]+ · x"\\ \[1m · 0{60} · a$/)
    const status = (await machine.job('status')).result
    assert.deepEqual(status.ok && status.deploys?.[0]?.deploy?.stack, stack)
  })

  for (const app of [PAGES, SERVER]) itLives(app, () => ({ fixture, machine }))
})
