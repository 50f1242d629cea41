import assert from 'node:assert/strict'
import { answerReport } from '../../src/control/reports/answer-report.ts'
import { reportTokenHash } from '../../src/control/reports/report-token.ts'
import { signedEvent } from '../support/signed-event.ts'
import { reportPath } from '../../src/site/paths.ts'
import { DAY_MS } from '../../src/site/time.ts'
import type { FunctionUrlEvent } from '../../src/slack/function-url.ts'
import { buttonId, callbackIds, encodeContext, encodeRef, presetButtonId } from '../../views/action-ids.ts'
import { HERE, SIGNING_SECRET, TEAM_ID } from '../slack/a-slack.ts'
import { aTeam, type Team } from '../slack/a-team.ts'
import { words } from '../slack/member.ts'

/*
 * Bad inputs at Slack's door, and what each gets. More of them: test/slack/front-door.test.ts (signatures, timestamps),
 * test/site/source.test.ts and name.test.ts (what may be in a record), and at random test/fuzz.
 */

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const signed = (body: string, kind: 'form' | 'json' = 'form') => signedEvent({ kind, body }, SIGNING_SECRET, Date.now())
const forged = (event: FunctionUrlEvent): FunctionUrlEvent => ({
  ...event,
  headers: { ...event.headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` },
})

const typed = (text: string, more: Record<string, string> = {}) =>
  form({
    command: '/testsite',
    text,
    user_id: 'U0BEN',
    team_id: TEAM_ID,
    channel_id: HERE,
    trigger_id: '1.2.3',
    ...more,
  })

const aboutPlum = { name: 'plum', id: 'id-plum' }

/** A click on Sleep as Slack would sign it; `fields` in place of, or besides, its own. */
const click = (fields: Record<string, unknown> = {}) =>
  form({
    payload: JSON.stringify({
      type: 'block_actions',
      team: { id: TEAM_ID },
      user: { id: 'U0BEN' },
      channel: { id: HERE },
      trigger_id: '1.2.3',
      response_url: 'https://hooks.slack.com/actions/1',
      actions: [{ type: 'button', action_id: buttonId('sleep'), value: encodeRef(aboutPlum) }],
      ...fields,
    }),
  })

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('bad inputs at Slack’s door', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
    await team.has('pear', { owner: 'U0CHIE' })
  })
  afterEach(() => team.close())

  const unchanged = async <T>(doing: () => Promise<T>): Promise<T> => {
    const before = team.store.all()
    const done = await doing()
    assert.deepEqual(team.store.all(), before, 'nothing is changed')
    return done
  }

  const shapes: [what: string, body: () => string, gets: number][] = [
    ['5 MB of text', () => typed('x'.repeat(5 * 1024 * 1024)), 400],
    ['a million brackets', () => form({ payload: nested(1_000_000) }), 400],
    [
      'a million brackets where nobody looks',
      () => click().replace('%7D%5D%7D', `%7D%5D%2C%22x%22%3A${nested(1_000_000)}%7D`),
      400,
    ],
    [
      '10,000 actions',
      () => click({ actions: Array.from({ length: 10_000 }, () => ({ type: 'button', action_id: 'site-sleep' })) }),
      400,
    ],
    ['no actions', () => click({ actions: [] }), 400],
    ['a click of two people', () => click({ user: [{ id: 'U0BEN' }, { id: 'U0CHIE' }] }), 400],
    ['a click of no Slack user', () => click({ user: { id: 'pokopoko' } }), 400],
    ['a click of somebody called <!channel>', () => click({ user: { id: '<!channel>' } }), 400],
    ['a click that is an event, too', () => click({ event: { type: 'app_home_opened', user: 'U0BEN' } }), 400],
    ['a click that brings a token along', () => click({ function_data: {}, bot_access_token: 'xoxb-evil' }), 400],
    ['a click without a way to answer', () => click({ response_url: 'nowhere' }), 400],
    [
      'a command of nobody',
      () => form({ command: '/testsite', text: 'sleep plum', channel_id: HERE, trigger_id: '1' }),
      400,
    ],
    ['a command that is a click, too', () => typed('sleep plum', { actions: '[]' }), 400],
  ]
  for (const [what, body, gets] of shapes) {
    it(`answers ${what} with ${gets}, signed, and with 401, forged`, async () => {
      const event = signed(body())
      assert.deepEqual(await unchanged(() => team.handler(event)), { statusCode: gets, body: '' })
      assert.deepEqual(await unchanged(() => team.handler(forged(event))), { statusCode: 401, body: '' })
    })
  }

  it('takes the last of two fields of a name, as one', async () => {
    const { body } = await team.handler(signed(`${typed('sleep plum')}&text=help`))
    assert.match(body ?? '', /\/testsite create/)
  })

  it('leaves no trace of __proto__', async () => {
    const payload = `{"__proto__":{"polluted":true},"type":"shortcut","callback_id":"none","trigger_id":"1","user":{"id":"U0BEN","__proto__":{"polluted":true}}}`
    assert.equal((await team.handler(signed(form({ payload })))).statusCode, 404)
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  })

  /** Where Slack takes answers to a click on plum's card. */
  const responseUrl = async () => {
    let url: unknown
    team.workspace.connect(async ({ body }) => {
      const payload: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '')
      url = typeof payload === 'object' && payload !== null && 'response_url' in payload && payload.response_url
      return { status: 200, body: '' }
    })
    await team.ben.clicks(await team.card('plum'), buttonId('redeploy'))
    assert.ok(typeof url === 'string')
    return url
  }
  const lastAnswer = () => words(team.ben.screen().messages.findLast(({ ephemeralFor }) => ephemeralFor === 'U0BEN'))

  const refs: [what: string, value: string][] = [
    ['another life of that name', encodeRef({ ...aboutPlum, id: 'id-before' })],
    ['another site’s id', encodeRef({ ...aboutPlum, id: 'id-pear' })],
    ['the sweep’s own record', encodeRef({ ...aboutPlum, name: '#sweep' })],
    ['a path', encodeRef({ ...aboutPlum, name: '../pear' })],
    ['an object', '{"name":"plum","id":"id-plum"}'],
    ['no JSON', '$(reboot)'],
  ]
  for (const [what, value] of refs) {
    it(`does nothing for a button about ${what}, and says so`, async () => {
      const actions = [{ type: 'button', action_id: buttonId('sleep'), value }]
      const event = signed(click({ actions, response_url: await responseUrl() }))
      assert.equal((await unchanged(() => team.handler(event))).statusCode, 200)
      assert.match(lastAnswer(), /There's no site named|don't recognize that button/)
    })
  }

  for (const address of ['http://169.254.169.254/latest/meta-data/', 'https://evil.invalid/', 'file:///etc/passwd']) {
    it(`answers a click nowhere but at Slack: not at ${address}`, async () => {
      assert.equal((await team.handler(signed(click({ response_url: address })))).statusCode, 200)
      const reported = team.takeReports().map(({ error }) => String(error))
      assert.deepEqual(
        reported.filter((error) => !error.includes('Not an address of Slack')),
        // The other way to answer has no trigger that Slack knows.
        ['WebAPIPlatformError: An API error occurred: invalid_trigger_id'],
      )
      assert.equal(reported.length, 2)
    })
  }

  describe('heard once more within five minutes', () => {
    const replayed = async (event: FunctionUrlEvent) => {
      await team.handler(event)
      await team.settle()
      return unchanged(() => team.handler(event))
    }

    it('an extension by button extends once', async () => {
      const { expiresAt } = (await team.site('plum')).spec
      const value = encodeRef({ ...aboutPlum, from: expiresAt, choice: '3' })
      const actions = [{ type: 'button', action_id: presetButtonId('extend', '3'), value }]
      await replayed(signed(click({ actions, response_url: await responseUrl() })))
      assert.equal((await team.site('plum')).spec.expiresAt, expiresAt + 3 * DAY_MS)
    })

    for (const text of ['sleep plum']) {
      it(`\`${text}\` does it once`, () => replayed(signed(typed(text))))
    }

    it('a form deletes once', async () => {
      const view = {
        id: 'V1',
        type: 'modal',
        callback_id: callbackIds.operationForm,
        private_metadata: encodeContext({ channel: HERE, ref: aboutPlum, operation: 'delete-without-archive' }),
        state: { values: {} },
      }
      await replayed(
        signed(
          form({
            payload: JSON.stringify({ type: 'view_submission', team: { id: 'T1' }, user: { id: 'U0BEN' }, view }),
          }),
        ),
      )
    })
  })

  const texts = [
    'show ../../etc/passwd',
    'show $(reboot)',
    'show `reboot`',
    'show <!channel>',
    'show <https://evil.invalid|plum>',
    'show \u0000',
    'show \u202Egpj.exe',
    `show ${'a'.repeat(20_000)}`,
    'show #sweep',
    'show __proto__',
    'sleep plum;pear',
    'extend plum -1',
    'extend plum 99999999999999999999',
    'extend plum 9999-99-99',
    'owner plum <!channel>',
    'owner plum <@U0BEN|x> <@U0CHIE>x',
    'constructor',
    '<!here>',
  ]
  for (const text of texts) {
    it(`answers \`/testsite ${text.slice(0, 40)}\` in words, and calls nobody`, async () => {
      const before = team.store.all()
      const { statusCode, body = '' } = await team.handler(signed(typed(text)))
      assert.equal(statusCode, 200)
      assert.match(body, /"response_type":"ephemeral"/)
      assert.doesNotMatch(body, /<!channel>|<!here>|<https:\/\/evil|\u202E|\\u0000/)
      assert.ok(body.length < 10_000, 'what was typed is cut')
      if (!text.startsWith('owner')) assert.deepEqual(team.store.all(), before)
    })
  }

  it('shows what is pushed as text, whoever it means to call', async () => {
    const token = 'a-token-of-a-set-up'
    const site = await team.site('plum')
    await team.store.save({ ...site, status: { ...site.status, reportTokens: [reportTokenHash(token)] } })
    const evil = '<!channel> <https://evil.invalid|click here> <@U0CHIE> `code`'
    const deploy = { commit: 'a'.repeat(40), subject: evil, author: evil, at: 0 }
    const failed = { result: 'release-failed', deployedAt: 2, deploy: { ...deploy, commit: 'b'.repeat(40) }, log: evil }
    const body = JSON.stringify({
      ok: true,
      deploys: [failed, { result: 'deployed', deployedAt: 1, deploy, log: '' }],
      processes: [{ name: 'web', state: 'FATAL', crashing: true, log: evil }],
    })
    const request = { method: 'POST', path: reportPath('plum'), authorization: `Bearer ${token}`, body }
    assert.equal(await answerReport({ store: team.store, clock: team.clock, mayReport: () => true }, request), 204)
    await team.settle()
    const shown = words({ card: await team.card('plum'), threads: team.inThreads() })
    assert.match(shown, /&lt;!channel&gt; &lt;https:\/\/evil\.invalid/)
    assert.doesNotMatch(shown, /<!channel>|<https:\/\/evil|<@U0CHIE>/)
  })
})
