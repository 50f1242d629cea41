import assert from 'node:assert/strict'
import { signedEvent } from '../support/signed-event.ts'
import type { FunctionUrlEvent } from '../../src/slack/function-url.ts'
import type { SignatureProblem } from '../../src/slack/signature.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { actionIds } from '../../views/action-ids.ts'
import { HERE, SIGNING_SECRET } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'

/** `/testsite help`, as Slack sends it. */
function aCommand(text = 'help'): string {
  const form = {
    command: '/testsite',
    text,
    team_id: 'T1',
    user_id: 'U0BEN',
    channel_id: HERE,
    trigger_id: '1.2.3',
    response_url: 'http://127.0.0.1:1/response/x',
  }
  return new URLSearchParams(form).toString()
}

const signed = (body = aCommand(), kind: 'form' | 'json' = 'form', now = Date.now()) =>
  signedEvent({ kind, body }, SIGNING_SECRET, now)

function withHeaders(headers: Record<string, string | undefined>): FunctionUrlEvent {
  const event = signed()
  return { ...event, headers: { ...event.headers, ...headers } }
}

function unsigned({ headers: { 'x-slack-signature': _, ...headers }, ...event }: FunctionUrlEvent): FunctionUrlEvent {
  return { ...event, headers }
}

/** Lambda hands on what it is given, by its test button for instance. */
function bare(json: string): FunctionUrlEvent {
  const event: unknown = JSON.parse(json)
  assert.ok(isEvent(event))
  return event
}

function isEvent(event: unknown): event is FunctionUrlEvent {
  return typeof event === 'object'
}

describe('the front door', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  it('takes what Slack has signed', async () => {
    const { statusCode, body } = await team.handler(signed())
    assert.equal(statusCode, 200)
    assert.match(body ?? '', /"response_type":"ephemeral".*\/testsite create/)
    assert.deepEqual(team.refusals, [])
  })

  const taken: [what: string, event: () => FunctionUrlEvent][] = [
    ['text that is not in base64', () => ({ ...signed(), body: aCommand(), isBase64Encoded: false })],
    [
      'a charset in the content type',
      () => withHeaders({ 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    ],
    [
      'another case of the header names',
      () => {
        const event = signed()
        const entries = Object.entries(event.headers).map(([name, value]) => [name.toUpperCase(), value] as const)
        return { ...event, headers: Object.fromEntries(entries) }
      },
    ],
    ['a timestamp of four minutes ago', () => signed(aCommand(), 'form', Date.now() - 4 * MINUTE_MS)],
    ['a clock that is half a minute ahead', () => signed(aCommand(), 'form', Date.now() + 30_000)],
  ]
  for (const [what, event] of taken) {
    it(`takes ${what}`, async () => {
      const { statusCode, body } = await team.handler(event())
      assert.equal(statusCode, 200)
      assert.match(body ?? '', /\/testsite create/)
    })
  }

  it('reads UTF-8 in base64, forms and JSON alike', async () => {
    const { body } = await team.handler(signed(aCommand('show ポコポコ')))
    assert.match(body ?? '', /`ポコポコ`/)
    const json = JSON.stringify({ type: 'url_verification', challenge: 'ポコポコ' })
    const event = signed(json, 'json')
    const answer = await team.handler({
      ...event,
      body: Buffer.from(json).toString('base64'),
      isBase64Encoded: true,
    })
    assert.equal(answer.statusCode, 200)
    assert.match(answer.body ?? '', /ポコポコ/)
  })

  it('shakes hands when its address is entered at Slack', async () => {
    assert.equal(await team.workspace.verifyUrl(), true)
  })

  const refused: [what: string, why: SignatureProblem, event: () => FunctionUrlEvent][] = [
    ['another signature', 'another signature', () => withHeaders({ 'x-slack-signature': `v0=${'0'.repeat(64)}` })],
    ['half a signature', 'another signature', () => withHeaders({ 'x-slack-signature': 'v0' })],
    ['another version of signatures', 'another signature', () => withHeaders({ 'x-slack-signature': 'v1=00' })],
    [
      'another secret',
      'another signature',
      () => signedEvent({ kind: 'form', body: aCommand() }, 'guessed', Date.now()),
    ],
    [
      'a body that was not signed',
      'another signature',
      () => ({ ...signed(), body: aCommand('list'), isBase64Encoded: false }),
    ],
    ['no signature', 'no signature', () => withHeaders({ 'x-slack-signature': undefined })],
    ['no timestamp', 'no timestamp', () => withHeaders({ 'x-slack-request-timestamp': undefined })],
    ['a timestamp that is none', 'no timestamp', () => withHeaders({ 'x-slack-request-timestamp': 'now' })],
    ['a timestamp of six minutes ago', 'too old', () => signed(aCommand(), 'form', Date.now() - 6 * MINUTE_MS)],
    [
      'a timestamp of two minutes ahead',
      'from the future',
      () => signed(aCommand(), 'form', Date.now() + 2 * MINUTE_MS),
    ],
    ['malformed JSON of unknown origin', 'no signature', () => unsigned(signed('{"type":', 'json'))],
    ['half a payload of unknown origin', 'no signature', () => unsigned(signed('payload={'))],
    ['a payload that is no object, of unknown origin', 'no signature', () => unsigned(signed('payload=null'))],
    ['an empty body of unknown origin', 'no signature', () => unsigned(signed('', 'json'))],
    [
      'no headers and no body',
      'no signature',
      () => bare('{"version":"2.0","headers":null,"body":null,"isBase64Encoded":false}'),
    ],
    [
      'headers that are null',
      'no signature',
      () => bare('{"version":"2.0","headers":{"x-slack-signature":null},"body":"x"}'),
    ],
    ['nothing at all', 'no signature', () => bare('{}')],
  ]
  for (const [what, why, event] of refused) {
    it(`refuses ${what}, and tells the log why`, async () => {
      assert.deepEqual(await team.handler(event()), { statusCode: 401, body: '' })
      assert.deepEqual(team.refusals, [why])
      assert.deepEqual([team.calls, team.reports], [[], []], 'nobody is woken for it')
    })
  }

  const unreadable: [what: string, event: () => FunctionUrlEvent, status: number][] = [
    ['malformed JSON', () => signed('{"type":', 'json'), 400],
    ['an empty payload', () => signed('payload='), 400],
    ['half a payload', () => signed('payload=%7B'), 400],
    ['empty JSON', () => signed('', 'json'), 400],
    ['an empty body', () => signed(''), 400],
    ['a payload that is no object', () => signed('payload=null'), 400],
    ['a click of nobody', () => signed('payload=%7B%22type%22%3A%22block_actions%22%7D'), 400],
    [
      'another content type',
      () => ({ ...signed(), headers: { ...signed().headers, 'content-type': 'text/plain' } }),
      400,
    ],
    ['a kind of payload that nobody listens to', () => signed('payload=%7B%22type%22%3A%22message_action%22%7D'), 404],
    [
      'an event that nobody listens to',
      () => signed('{"type":"event_callback","event":{"type":"reaction_added"}}', 'json'),
      404,
    ],
  ]
  for (const [what, event, status] of unreadable) {
    it(`answers ${what} with ${status}, though signed`, async () => {
      assert.deepEqual(await team.handler(event()), { statusCode: status, body: '' })
      assert.deepEqual([team.calls, team.reports], [[], []])
    })
  }

  it('takes a channel that is null for none', async () => {
    const click = {
      type: 'block_actions',
      user: { id: 'U0BEN' },
      team: { id: 'T1' },
      channel: null,
      trigger_id: '1.2.3',
      response_url: 'http://127.0.0.1:1/response/x',
      actions: [{ type: 'button', action_id: actionIds.open, block_id: 'x' }],
    }
    const { statusCode } = await team.handler(signed(`payload=${encodeURIComponent(JSON.stringify(click))}`))
    assert.deepEqual([statusCode, team.reports], [200, []])
  })

  it('takes text that JSON can have, and that no form can', async () => {
    const click = {
      type: 'block_actions',
      user: { id: 'U0BEN' },
      team: { id: 'T1' },
      channel: { id: HERE },
      trigger_id: '1.2.3\ud800',
      response_url: 'http://127.0.0.1:1/response/x',
      actions: [{ type: 'button', action_id: actionIds.more, block_id: 'x', value: 'none of ours' }],
    }
    await team.handler(signed(`payload=${encodeURIComponent(JSON.stringify(click))}`))
    const errors = team.takeReports().map(({ error }) => String(error))
    assert.ok(!errors.some((error) => error.includes('URI')), errors.join('\n'))
    assert.ok(
      team.calls.some(({ method, params }) => method === 'views.open' && params['trigger_id'] === '1.2.3\ufffd'),
    )
  })

  it('answers a fault of ours with the reference that the log has it under', async () => {
    const { statusCode, body = '' } = await team.handler(bare('{"headers":{},"body":5}'))
    const [report] = team.takeReports()
    assert.equal(statusCode, 500)
    assert.ok(report !== undefined && body.includes(report.reference), body)
  })

  it('answers an ssl_check of Slack, and does nothing that comes with it', async () => {
    const click = encodeURIComponent(JSON.stringify({ type: 'shortcut', callback_id: 'create-test-site' }))
    for (const body of [`${aCommand()}&ssl_check=1`, `ssl_check=1&payload=${click}`]) {
      assert.deepEqual(await team.handler(signed(body)), { statusCode: 200, body: '' })
      assert.deepEqual(await team.handler(unsigned(signed(body))), { statusCode: 401, body: '' })
    }
    assert.deepEqual(team.calls, [])
  })
})
