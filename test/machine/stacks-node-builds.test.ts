import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** A command of npm with this content. */
const command = (name: string, content: string) => ({
  [`${name}/package.json`]: JSON.stringify({ name, version: '4.0.0', bin: 'command.js' }),
  [`${name}/command.js`]: `#!/usr/bin/env node\n${content}`,
})

/** Gulp with these tasks. `default` never ends. */
const gulp = (...tasks: string[]) =>
  command(
    'gulp',
    `const { mkdirSync, writeFileSync } = require('fs')
if (process.argv[2] === '--tasks-simple') console.log('${tasks.join('\\n')}')
else {
  mkdirSync('dist', { recursive: true })
  writeFileSync('dist/index.html', process.argv[2])
  if (process.argv[2] === 'default') setInterval(() => {}, 1000)
}`,
  )

describe('a Node project that makes pages', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  const setUp = async (name: string, packageJson: object, files: Record<string, string> = {}) => {
    const { cloneUrl } = await fixture.repository(name, {
      'package.json': JSON.stringify({ name, ...packageJson }),
      ...files,
    })
    const result = await runSetUp(machine, cloneUrl)
    assert.ok(result.ok, JSON.stringify(result))
    return [result, (await visit(machine)).text] as const
  }

  it('is published from wherever its build made a start page', async () => {
    const build = 'mkdir -p build/prod && echo plums > build/prod/index.html'
    const files = { 'guide/index.html': 'Committed', 'build/readme.txt': '' }
    assert.equal((await setUp('made', { scripts: { build } }, files))[1], 'plums\n')
  })

  it('has no start page where its build made only pages below it', async () => {
    const build = 'mkdir -p dist/about dist/news && echo plums | tee dist/about/index.html >dist/news/index.html'
    const [{ deploy }] = await setUp('below', { scripts: { build } })
    assert.equal(deploy?.page?.problem, 'forbidden')
  })

  it('is published as files from where SvelteKit was told to make them', async () => {
    const scripts = { build: 'mkdir docs && echo figs > docs/index.html' }
    const kit = { dependencies: { '@sveltejs/kit': 'file:kit' }, scripts }
    const files = { 'kit/package.json': '{"name":"@sveltejs/kit","version":"2.0.0"}' }
    assert.equal((await setUp('adapted', kit, files))[1], 'figs\n')
  })

  it('shows the Storybook of a library', async () => {
    const scripts = {
      build: 'mkdir dist && echo plums > dist/index.js',
      'storybook:build': 'mkdir storybook-static && echo components > storybook-static/index.html',
    }
    assert.equal((await setUp('library', { scripts }))[1], 'components\n')
  })

  it('shows the Storybook of a library by Vite without building that', async () => {
    const scripts = {
      build: 'exit 1',
      'build-storybook': 'mkdir storybook-static && echo figs > storybook-static/index.html',
    }
    const files = { 'vite/package.json': '{"name":"vite","version":"7.0.0"}' }
    assert.equal((await setUp('components', { devDependencies: { vite: 'file:vite' }, scripts }, files))[1], 'figs\n')
  })

  it("is built by Gulp's task for it where no script says so", async () => {
    const files = { 'gulpfile.js': '', 'src/index.html': '@@include', ...gulp('default', 'clean', 'build:dist') }
    assert.equal((await setUp('tasks', { dependencies: { gulp: 'file:gulp' } }, files))[1], 'build:dist')
  })

  it("is built by Gulp's default task, which doesn't end", async () => {
    const files = { 'gulpfile.js': 'exports.default = watch', ...gulp('default', 'html', 'watch') }
    assert.equal((await setUp('watching', { dependencies: { gulp: 'file:gulp' } }, files))[1], 'default')
    assert.match(await machine.sh('cat /var/log/testsite/build.log'), /doesn't end by itself/)
  })

  it('is published without packages where its pages are in git, and nothing builds them', async () => {
    const packages = { scripts: { start: 'gulp watch' }, devDependencies: { gulp: 'file:nowhere' } }
    assert.equal((await setUp('complete', packages, { 'index.html': 'Apples' }))[1], 'Apples')
  })
})

describe('a Node program', () => {
  let fixture: MachineFixture
  before(async () => {
    fixture = await makeMachineFixture()
  })
  after(() => fixture.close())

  it('knows its own address, and needs no file of an environment', async () => {
    const { cloneUrl, push } = await fixture.repository('addresses', {
      'package.json': JSON.stringify({
        name: 'app',
        dependencies: { 'next-auth': 'file:auth' },
        scripts: { start: 'node --env-file=.env server.js' },
      }),
      'auth/package.json': '{"name":"next-auth","version":"5.0.0"}',
      '.env.example': 'NEXT_PUBLIC_SITE_URL=http://localhost:3000\nVITE_API_URL=http://localhost:8000\nAUTH_SECRET=\n',
      'server.js': `const { AUTH_URL, AUTH_SECRET, NEXT_PUBLIC_SITE_URL, VITE_API_URL } = process.env
require('http').createServer((_, res) => res.end([AUTH_URL, NEXT_PUBLIC_SITE_URL, VITE_API_URL, AUTH_SECRET].join(' '))).listen(process.env.PORT)`,
    })
    const machine = await fixture.connectedMachine()
    const result = await runSetUp(machine, cloneUrl)
    assert.ok(result.ok, JSON.stringify(result))
    assert.match((await visit(machine)).text, /^(https:\/\/plum\.\S+) \1  [0-9a-f]{64}$/)
    await push({ 'server.js': 'process.exit(1)' })
    const failed = await runSetUp(machine, cloneUrl)
    assert.ok(!failed.ok, JSON.stringify(failed))
    assert.match(failed.log, /Nothing sets VITE_API_URL, which/)
  })
})
