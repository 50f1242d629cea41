import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { cliEndpointFile } from '../../src/local/platform/cli-endpoint.ts'
import { listenOn } from '../../src/local/listen.ts'
import { flagOf, localHelp, localSettings, variableOf } from '../../src/local/options.ts'
import { killLeftovers, runMain, startMain } from '../support/local-process.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

/** Runs before the program, and sends it SIGTERM by what it prints. */
const END_ONCE_UP = `
const { stdout } = process
const write = stdout.write
stdout.write = (text, ...rest) => {
  if (String(text).includes('is up')) process.kill(process.pid, 'SIGTERM')
  return write.call(stdout, text, ...rest)
}`

describe('npm start', () => {
  let directory: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(killLeftovers)
  afterEach(() => directory.remove())

  it('says where everything is, answers, and ends with all it started on Ctrl-C', async () => {
    const main = await startMain(directory.path)
    assert.match(main.output(), /Workspace +http:\/\/localhost:\d+/)
    assert.equal((await fetch(`${main.url}/healthz`)).status, 200)
    assert.equal(await main.end('SIGINT'), 0)
    await assert.rejects(fetch(`${main.url}/healthz`))
  })

  it('prints every setting as a flag with --help, and starts nothing', async () => {
    // A wrong setting does not keep anybody from reading which ones there are.
    const env = { MAX_DAYS: 'soon', TZ: Intl.DateTimeFormat().resolvedOptions().timeZone }
    for (const flag of ['--help', '-h']) {
      const { code, output } = await runMain([flag, '--port', 'x', '--data-dir', directory.path], env)
      assert.equal(code, 0)
      assert.equal(output.trimEnd(), localHelp())
      const flags = [...output.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name = '']) => name)
      const names = Object.keys(localSettings.shape)
      assert.deepEqual(flags.toSorted(), names.map(flagOf).toSorted())
      const inEnvironment = [...output.matchAll(/Environment: ([A-Z_]+)\./g)].map(([, name = '']) => name)
      const flagsOnly = ['fresh', 'json']
      const expected = names.filter((name) => !flagsOnly.includes(name)).map(variableOf)
      assert.deepEqual(inEnvironment.toSorted(), expected.toSorted())
      assert.deepEqual(await readdir(directory.path), [])
    }
  })

  it('stops as it should when it is told to at the moment it says that it is up', async () => {
    const outcome = await runMain(['--port', '0', '--sites-port', '0', '--data-dir', directory.path], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(END_ONCE_UP)}`,
    })
    assert.match(outcome.output, /is up/)
    assert.equal(outcome.code, 0)
    assert.equal(await cliEndpointFile(directory.path).read(), undefined, 'what it leaves open when it is cut off')
  })

  it('says when no container engine answers, where one is wanted', async () => {
    const flags = ['--port', '0', '--sites-port', '0', '--data-dir', directory.path]
    const { code, output } = await runMain([...flags, '--machines', 'containers'], {
      CONTAINER_ENGINE: 'no-such-engine',
    })
    assert.equal(code, 1)
    assert.match(output, /No container engine answers\. .*--machines=embedded/)
    const main = await startMain(directory.path, ['--machines', 'auto'], { CONTAINER_ENGINE: 'no-such-engine' })
    assert.match(main.output(), /Sites are served by this process/)
    await main.end('SIGTERM')
  })

  it('keeps what people saw over a restart, and begins anew with --fresh', async () => {
    const hello = { as: 'U0TOM', channel: 'C0SPRING', text: 'Hello' }
    const first = await startMain(directory.path)
    await first.do('say', hello)
    await first.end('SIGTERM')
    const second = await startMain(directory.path)
    assert.deepEqual(
      (await second.screen('U0TOM')).messages.map(({ text }) => text),
      ['Hello'],
    )
    await second.end('SIGTERM')
    const third = await startMain(directory.path, ['--fresh'])
    assert.deepEqual((await third.screen('U0TOM')).messages, [])
    await third.end('SIGTERM')
  })

  it('has the demo’s people and GitHub say who can publish a repository', async () => {
    const main = await startMain(directory.path, ['--machines', 'embedded', '--creators-need-access', 'Xf0GITHUB'])
    const creates = async (as: string, name: string) => {
      const text = `new ${name} acme/website#main`
      await main.do('command', { as, channel: 'C0SPRING', command: '/testsite', text })
      const [form] = (await main.screen(as)).modals
      await main.do('submit', { as, viewId: form?.id ?? assert.fail('no form'), state: {} })
      return JSON.stringify((await main.screen(as)).modals)
    }
    assert.match(await creates('U0TOM', 'plum'), /Your Slack profile has no GitHub login/)
    assert.equal(await creates('U0NADIA', 'pear'), '[]')
    assert.equal(await creates('U0AKI', 'fig'), '[]')
    await main.end('SIGTERM')
  })

  const refusals: [string, (taken: number) => { args: string[]; env?: NodeJS.ProcessEnv }, RegExp][] = [
    [
      'a port in use',
      (port) => ({ args: ['--port', String(port)] }),
      /^Port \d+ is in use; choose another with PORT=…$/,
    ],
    [
      'a port in use for the sites',
      (port) => ({ args: ['--port', '0', '--sites-port', String(port)] }),
      /^Port \d+ is in use; choose another with SITES_PORT=…$/,
    ],
    ['no git', () => ({ args: ['--port', '0'], env: { PATH: '/nonexistent' } }), /^git is not installed[^\n]*$/],
    [
      'holidays of nowhere',
      () => ({ args: ['--holidays', 'XX', '--holidays', '12-29'] }),
      /^Settings that cannot be used:\nholidays: has public holidays of no XX: write dates, for example \["JP"/,
    ],
    ['an unknown flag', () => ({ args: ['--prot', '1'] }), /^Settings that cannot be used:\n.*--prot/],
    [
      'settings that are wrong, all at once',
      () => ({ args: ['--port', 'x'], env: { SITES_PORT: '-1' } }),
      /--port: [^\n]*\nSITES_PORT: /,
    ],
  ]
  for (const [what, given, line] of refusals) {
    it(`stops with a clear line at ${what}`, async () => {
      const blocker = createServer()
      const taken = await listenOn(blocker, 0, 'PORT')
      try {
        const { args, env } = given(taken)
        const { code, output } = await runMain(['--data-dir', directory.path, ...args], env)
        assert.match(output.trim(), line)
        assert.equal(code, 1)
      } finally {
        blocker.close()
      }
    })
  }

  it('stops with a clear line at a data directory that cannot be written', async () => {
    const file = join(directory.path, 'file')
    await writeFile(file, '')
    const { code, output } = await runMain(['--port', '0', '--data-dir', join(file, 'data')])
    assert.match(output.trim(), /^\S+ cannot be written: [^\n]*DATA_DIR=…$/)
    assert.equal(code, 1)
  })

  it('stops with a clear line where it is running already', async () => {
    const main = await startMain(directory.path)
    const { code, output } = await runMain(['--port', '0', '--sites-port', '0', '--data-dir', directory.path])
    assert.match(output.trim(), /^pokopoko is already running on [^\n]*$/)
    assert.equal(code, 1)
    await main.end('SIGTERM')
  })
})
