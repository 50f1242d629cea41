import assert from 'node:assert/strict'
import { actionIds } from '../../views/action-ids.ts'
import { BOT_USER_ID, ELSEWHERE, HERE, SIGNING_SECRET } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { type Member, words } from './member.ts'
import { signedEvent } from '../support/signed-event.ts'

const HELP = /I create test sites.*type `\/testsite` in a channel/

describe('the short help', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  const direct = async (person: Member) => {
    await person.opensHome()
    return person.screen().channels.find(({ directWith }) => directWith === person.id)?.id ?? assert.fail('none')
  }
  const answersTo = (person: Member) => person.screen().messages.filter(({ user }) => user === BOT_USER_ID)
  const calls = () => team.calls.filter(({ method }) => method.startsWith('chat.post'))

  /** What Slack would send for a message at that time, in seconds after the present. */
  const event = (fields: Record<string, unknown> = {}, after = 0) => ({
    type: 'app_mention',
    user: team.ben.id,
    channel: HERE,
    ts: `${Math.floor(team.clock.now() / 1000) + after}.000100`,
    text: `<@${BOT_USER_ID}> hello`,
    ...fields,
  })
  const send = async (sent: Record<string, unknown>, headers: Record<string, string> = {}) => {
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: 'T1',
      api_app_id: 'A1',
      event_id: 'Ev1',
      event: sent,
    })
    const { statusCode } = await team.handler(signedEvent({ kind: 'json', body, headers }, SIGNING_SECRET, Date.now()))
    return statusCode
  }

  it('answers a mention, to that person alone, in their language, with the form', async () => {
    const { aki, ben, chie } = team
    await ben.says('hello @pokopoko', ELSEWHERE)
    const [answer, ...others] = answersTo(ben)
    assert.match(words(answer), HELP)
    assert.deepEqual([others, answer?.channel, answer?.ephemeralFor, answersTo(chie)], [[], ELSEWHERE, ben.id, []])
    await aki.says('@pokopoko help')
    assert.match(words(answersTo(aki)), /テストサイトを作成します。.*`\/testsite` と入力/)
    await team.has('fig', { channel: ELSEWHERE, repository: 'acme/shop-api', branch: 'develop' })
    await ben.clicks(answer ?? assert.fail('none'), actionIds.create)
    assert.equal(ben.holds('repository'), 'acme/shop-api')
    await ben.fills({ name: 'plum' })
    await ben.submits()
    assert.equal((await team.site('plum')).spec.channel, ELSEWHERE)
  })

  it('answers in the thread of the mention', async () => {
    const { ts } = await team.chie.says('look')
    await send(event({ thread_ts: ts }))
    assert.deepEqual(
      answersTo(team.ben).map(({ threadTs }) => threadTs),
      [ts],
    )
  })

  it('answers whatever is written to it directly, with a message that stays', async () => {
    const { aki, ben } = team
    for (const [person, text] of [
      [ben, HELP],
      [aki, /テストサイトを作成します/],
    ] as const) {
      const channel = await direct(person)
      await person.says('help', channel)
      const [answer, ...others] = answersTo(person)
      assert.match(words(answer), text)
      assert.deepEqual([others, answer?.channel, answer?.ephemeralFor], [[], channel, undefined])
      await person.clicks(answer ?? assert.fail('none'), actionIds.create)
      assert.equal(person.holds('channel'), undefined, 'no card goes there')
      await person.cancels()
    }
  })

  it('says nothing to what else is said', async () => {
    await team.ben.says('hello everyone')
    await team.ben.says('hello @chie')
    assert.deepEqual(calls(), [])
  })

  it('comes once, however often Slack sends the message', async () => {
    const mention = event()
    assert.equal(await send(mention), 200)
    for (const retry of ['1', '2', '3']) {
      await team.pass(60_000)
      assert.equal(await send(mention, { 'x-slack-retry-num': retry, 'x-slack-retry-reason': 'http_timeout' }), 200)
    }
    await send({ ...mention, type: 'message', channel_type: 'im' })
    assert.equal(calls().length, 1)
  })

  it('comes once for two messages at the same moment, and for those soon after', async () => {
    await Promise.all([send(event()), send(event()), send(event({}, 3))])
    assert.equal(calls().length, 1)
    await send(event({}, 10))
    await send(event({}, -10))
    assert.equal(calls().length, 2)
    await send(event({ user: team.chie.id }))
    assert.equal(calls().length, 3)
  })

  it('is said to no bot, and to no edit', async () => {
    const others = [
      { bot_id: 'B0OTHER' },
      { user: BOT_USER_ID },
      { user: 'USLACKBOT' },
      { user: undefined },
      { edited: { user: team.ben.id, ts: '1.1' } },
      { type: 'message', channel_type: 'im', channel: 'D0BEN', bot_id: 'B0POKOPOKO', user: BOT_USER_ID },
      { type: 'message', channel_type: 'im', channel: 'D0BEN', subtype: 'message_changed', user: undefined },
      { type: 'message', channel_type: 'im', channel: 'D0BEN', subtype: 'bot_message', user: undefined },
      { type: 'message', channel_type: 'channel' },
    ]
    for (const [index, other] of others.entries()) assert.equal(await send(event(other, index * 10)), 200)
    assert.deepEqual(calls(), [])
  })

  it('tells guests that they cannot do anything', async () => {
    await team.member('U0GINA').says('@pokopoko')
    assert.match(words(answersTo(team.member('U0GINA'))), /ゲスト/)
    assert.doesNotMatch(words(answersTo(team.member('U0GINA'))), /"create"/)
  })

  it('has no button for who may not create sites', async () => {
    const other = await aTeam({ policy: { creatorChannels: [ELSEWHERE] } })
    await other.ben.says('@pokopoko')
    const answer = other.ben.screen().messages.find(({ user }) => user === BOT_USER_ID)
    assert.match(words(answer), /I create test sites.*<#C0WEBTEAM>/)
    assert.doesNotMatch(words(answer), /"actions"/)
    await other.close()
  })

  it('stays away while Slack limits our calls, and no retry brings it twice', async () => {
    team.broken.http = (method) => (method === 'chat.postEphemeral' ? 'limited' : undefined)
    assert.equal(await send(event()), 200)
    assert.equal(team.takeReports().length, 1)
    team.broken.http = () => undefined
    await send(event(), { 'x-slack-retry-num': '1' })
    assert.deepEqual(answersTo(team.ben), [])
    await send(event({}, 60))
    assert.equal(answersTo(team.ben).length, 1)
  })

  it('stays away while the table does', async () => {
    team.broken.store = new Error('no table')
    assert.equal(await send(event()), 200)
    assert.equal(team.takeReports().length, 1)
    assert.deepEqual(calls(), [])
  })
})
