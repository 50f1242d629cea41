import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { cliEndpointFile } from '../../src/local/platform/cli-endpoint.ts'
import { HOOK_PATH, SHARE_PATH } from '../../src/site/paths.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { createTally } from '../support/chaos/tally.ts'
import { killLeftovers, type LocalProcess } from '../support/local-process.ts'
import { makeRepository } from '../support/git-repository.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'
import { perform } from './crash/send-request.ts'
import { type LastingProcess, startLasting } from './crash/lasting-process.ts'
import { findMachinesLeft } from './crash/machines-left.ts'
import { readRemains } from './crash/remains.ts'
import { waitUntilStable } from './crash/wait-until-stable.ts'
import { send, visit } from './crash/visit.ts'
import { filesIn } from '../support/files-in.ts'

const NADIA = 'U0NADIA'
const PEOPLE = [NADIA, 'U0TOM', 'U0AKI']
const PASSWORD = 'marker-password-of-the-form'
const TYPED = 'marker-password-of-the-terminal'
const PIPED = 'marker-value-of-the-terminal'
const ENTERED = 'marker-value-of-the-form'
const BRANCH = 'feature/fig'

/*
 * The same look for secrets as test/security/secrets.test.ts has on fakes, at what the real process prints, shows and writes while a site
 * lives its whole life. Its signing secret and bot token are never outside of its memory, so nobody can look for them here.
 */
describe('secrets of npm start', function () {
  this.timeout(600_000)
  let data: TemporaryDirectory
  let work: TemporaryDirectory
  let lasting: LastingProcess
  /** By kind; filled as the life goes on. */
  let secrets: Map<string, Set<string>>
  beforeEach(async () => {
    data = await makeTemporaryDirectory()
    work = await makeTemporaryDirectory()
    lasting = await startLasting(data.path, createTally())
    secrets = new Map([
      ['password', new Set([PASSWORD, TYPED])],
      ['value of the environment', new Set([PIPED, ENTERED])],
    ])
  })
  afterEach(killLeftovers)
  afterEach(() => Promise.all([data, work].map((directory) => directory.remove())))

  const add = (kind: string, secret: string) => secrets.set(kind, (secrets.get(kind) ?? new Set()).add(secret))
  const testsite = async (text: string) =>
    (await lasting.up()).do('command', { as: NADIA, channel: 'C0SPRING', command: '/testsite', text })

  it('are in no output, on no screen and in no file but those that are there to hold them', async () => {
    const clone = await makeRepository(work.path)
    const push = async (files: Record<string, string>) => {
      const { url } = await lasting.up()
      await clone.commit(files)
      await clone.git('push', '--quiet', '--force', `${url}/git/acme/website.git`, `HEAD:refs/heads/${BRANCH}`)
    }
    const rest = async (phase: string) => {
      await expectNoRefusal()
      await waitUntilStable(lasting, { phases: [phase] })
      await look(phase)
    }
    await push({ 'public/index.html': 'First' })
    await create()
    await rest('ready')
    await push({ 'public/index.html': 'Second' })
    await rest('ready')

    // What cannot be deployed, who is not let in, and a job that fails.
    await clone.git('rm', '-r', '--quiet', 'public')
    await push({ 'elsewhere.txt': '' })
    await testsite('redeploy fig')
    await rest('failed')
    await strangers()
    // This is what mends it.
    await push({ 'public/index.html': 'Third' })
    await rest('ready')

    const typed = await perform(
      data.path,
      { command: 'change-password', name: 'fig', args: { password: TYPED } },
      'nadia',
    )
    assert.equal(typed?.exitCode, 0, typed?.stderr)
    await setEnvironment()
    const client = await shareWithClient()
    await testsite('password fig')
    const generated = await shownPassword()
    await rest('ready')
    await testsite('sleep fig')
    await rest('asleep')
    // The link wakes it, and the cookie gets in, which no new password has ended.
    const cookie = await openLink(client)
    await rest('ready')
    assert.deepEqual([await bodyFor(cookie), await bodyFor('')], ['Third', 401])
    await testsite('revoke-share fig Aoyama Books')
    await rest('ready')
    assert.equal(await bodyFor(cookie), 401)
    await expectEnded(client)
    await lasting.kill(0)
    await testsite('delete fig')
    const running = await lasting.up()
    const [question] = (await running.screen(NADIA)).modals
    await running.do('submit', { as: NADIA, viewId: question?.id ?? assert.fail('nothing is asked'), state: {} })
    await rest('archived')
    await testsite('restore fig')
    await rest('ready')
    await (await lasting.up()).do('skip', { ms: 20 * DAY_MS })
    await rest('archived')

    for (const kind of [
      'password',
      'generated password',
      'link of a client',
      'cookie of a client',
      'webhook secret',
      'key of webhooks',
      'token of the command line',
    ])
      assert.ok((secrets.get(kind)?.size ?? 0) > 0, `no ${kind} was used`)
    assert.notEqual(generated, '')
    await lasting.end()
  })

  async function create(): Promise<void> {
    await testsite(`new fig acme/website#${BRANCH}`)
    const main = await lasting.up()
    const modal = (await main.screen(NADIA)).modals.at(-1)
    assert.ok(modal)
    await main.do('act', {
      as: NADIA,
      container: { viewId: modal.id },
      element: { blockId: 'more-options', actionId: 'more-options' },
      picked: { type: 'button' },
      state: {},
    })
    const input = (text: string) => ({ type: 'plain_text_input', text })
    const state = {
      'document-root': { 'document-root': input('public') },
      password: { password: input(PASSWORD) },
    }
    assert.deepEqual(await main.do('submit', { as: NADIA, viewId: modal.id, state }), {})
  }

  async function setEnvironment(): Promise<void> {
    const piped = { command: 'environment', name: 'fig', args: { set: `PIPED=${PIPED}` } } as const
    const answer = await perform(data.path, piped, 'nadia')
    assert.equal(answer?.exitCode, 0, answer?.stderr)
    await testsite('environment fig')
    const main = await lasting.up()
    const modal = (await main.screen(NADIA)).modals.at(-1)
    assert.ok(modal)
    const state = { set: { set: { type: 'plain_text_input', text: `ENTERED=${ENTERED}` } } }
    assert.deepEqual(await main.do('submit', { as: NADIA, viewId: modal.id, state }), {})
  }

  /** One by Slack, whose token is returned, and one by the command line. */
  async function shareWithClient(): Promise<string> {
    const typed = { command: 'share', name: 'fig', args: { client: 'Baker', path: '/elsewhere' } } as const
    const answer = await perform(data.path, typed, 'nadia')
    add('link of a client', LINK.exec(answer?.stdout ?? '')?.[1] ?? assert.fail(answer?.stderr))
    await testsite('share fig Aoyama Books')
    const { messages } = await (await lasting.up()).screen(NADIA)
    const shown = messages.map(({ blocks }) => LINK.exec(JSON.stringify(blocks))?.[1]).filter(Boolean)
    const [token = assert.fail('no link was shown'), ...others] = shown
    assert.deepEqual(others, [])
    add('link of a client', token)
    return token
  }

  async function openLink(token: string): Promise<string> {
    const { status, headers } = await send(await lasting.up(), 'fig', { path: `${SHARE_PATH}${token}` })
    assert.deepEqual([status, headers.location], [303, '/'])
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    add('cookie of a client', cookie.split('=')[1] ?? '')
    return cookie
  }

  async function bodyFor(cookie: string): Promise<string | number> {
    const { status, body } = await send(await lasting.up(), 'fig', { cookie })
    return status === 200 ? body : status
  }

  async function expectEnded(token: string): Promise<void> {
    assert.equal((await send(await lasting.up(), 'fig', { path: `${SHARE_PATH}${token}` })).status, 404)
  }

  /** What is asked for here is granted. */
  async function expectNoRefusal(): Promise<void> {
    const { messages } = await (await lasting.up()).screen(NADIA)
    const refusals = messages.filter(({ ephemeralFor, text }) => ephemeralFor === NADIA && text.startsWith('⚠️'))
    assert.deepEqual(refusals, [])
  }

  /** Shown to who asked, in one message for their eyes alone, and to nobody else. */
  async function shownPassword(): Promise<string> {
    const main = await lasting.up()
    const showing = async (person: string) => {
      const { messages } = await main.screen(person)
      return messages.filter(({ blocks }) => /Password: `[^`]+`/.test(JSON.stringify(blocks)))
    }
    const [message, ...others] = await showing(NADIA)
    assert.deepEqual([message?.ephemeralFor, others], [NADIA, []])
    assert.deepEqual(await Promise.all([showing('U0TOM'), showing('U0AKI')]), [[], []])
    const [, password = ''] = /Password: `([^`]+)`/.exec(JSON.stringify(message?.blocks)) ?? []
    add('generated password', password)
    return password
  }

  /** Whose requests are refused: by the site, its webhook, the command line's door and the workspace. */
  async function strangers(): Promise<void> {
    const main = await lasting.up()
    const { url } = main
    const post = { method: 'POST', body: '{' }
    const statuses = [
      await visit(main, 'fig', { password: `${PASSWORD}x` }),
      await visit(main, 'fig', { method: 'POST', path: HOOK_PATH }),
      await fetch(`${url}/command`, { ...post, headers: { authorization: 'Bearer x' } }),
      await fetch(`${url}/do/command`, { ...post, headers: { 'content-type': 'application/json' } }),
    ].map(({ status }) => status)
    assert.deepEqual(statuses, [401, 403, 401, 400])
  }

  /** Looks at everything, while the process is dead. */
  async function look(when: string): Promise<void> {
    const main = await lasting.up()
    const screens = await Promise.all(PEOPLE.map((person) => readScreen(main, person)))
    add('token of the command line', (await cliEndpointFile(data.path).read())?.token ?? '')
    const remains = await lasting.whileDead(async () => {
      const hooks = await readFile(join(data.path, 'github', 'webhooks.json'), 'utf8').catch(() => '[]')
      for (const { secret } of hookSchema.parse(JSON.parse(hooks))) add('webhook secret', secret)
      const { key } = keySchema.parse(JSON.parse(await readFile(join(data.path, 'webhook-key.json'), 'utf8')))
      add('key of webhooks', key)
      for (const path of await filesIn(data.path)) assertNoneIn(path, await readFile(join(data.path, path)), when)
      return readRemains(data.path, await findMachinesLeft(data.path))
    })
    assertNoneIn('the records', Buffer.from(JSON.stringify(remains.sites)), when)
    assertNoneIn('its output', Buffer.from(lasting.output()), when)
    for (const screen of screens) assertNoneIn('a screen', Buffer.from(screen), when)
    // The password's hash is in the record and on the machine, and nobody is shown it.
    for (const text of [lasting.output(), ...screens]) assert.doesNotMatch(text, /\$2[aby]\$\d\d\$/)
  }

  function assertNoneIn(place: string, content: Buffer, when: string): void {
    for (const [kind, all] of secrets) {
      if (HOLDERS[kind]?.test(place) === true) continue
      for (const secret of all) {
        const shapes = [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]
        assert.ok(!shapes.some((shape) => content.includes(shape)), `${when}: a ${kind} is in ${place}`)
      }
    }
  }
})

const LINK = new RegExp(`${SHARE_PATH}([\\w-]{43})`)

const keySchema = z.object({ key: z.string() })
const hookSchema = z.array(z.object({ secret: z.string() }))

/** Files that are there to hold a secret, for their owner's eyes only, and what is to take their place; by its kind. */
const HOLDERS: Record<string, RegExp> = {
  // GitHub's emulator signs with it, as GitHub does, and the machine checks by it: with it, its image.
  'webhook secret': /^(github\/webhooks|machines\/(machines|images)\/[^/]+\/disk\/site)\.json(\.tmp)?$/,
  // Where Parameter Store is on AWS.
  'key of webhooks': /^webhook-key\.json(\.tmp)?$/,
  'value of the environment': /^environments\.json(\.tmp)?$/,
  // How the command line, run by the same user, is told from web pages.
  'token of the command line': /^cli-endpoint\.json(\.tmp)?$/,
}

/** But for the messages that show a generated password, or a link, to who asked for it. */
async function readScreen(main: LocalProcess, person: string): Promise<string> {
  const screen = await main.screen(person)
  const isShowing = (message: (typeof screen.messages)[number]) =>
    message.ephemeralFor === person && /Password: `|_pokopoko\/share\//.test(JSON.stringify(message.blocks))
  return JSON.stringify({ ...screen, messages: screen.messages.filter((message) => !isShowing(message)) })
}
