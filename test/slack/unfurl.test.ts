import assert from 'node:assert/strict'
import type { Message } from '@pokopoko/slack-emulator'
import { phaseOf } from '../../src/site/phase.ts'
import { actionIds, buttonId } from '../../views/action-ids.ts'
import { en } from '../../views/text/en.ts'
import { signedEvent } from '../support/signed-event.ts'
import { BOT_USER_ID, ELSEWHERE, HERE, SIGNING_SECRET } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const PLUM = 'https://plum.test.example.com/pages/about?draft=1'
/** Channels of colleagues, of a guest and a colleague, and of a customer and a colleague. */
const COLLEAGUES = 'C0COLLEAGUES'
const WITH_GUEST = 'C0WITHGUEST'
const SHARED = 'C0SHARED'
const PRIVATE = 'C0PRIVATE'
const CROWD = Array.from({ length: 31 }, (_, index) => ({
  id: `U0CROWD${index}`,
  name: `crowd-${index}`,
  realName: `Crowd ${index}`,
  locale: 'en-US',
  tz: 'UTC',
}))
const moreChannels = [
  { id: COLLEAGUES, name: 'colleagues', members: ['U0AKI', 'U0BEN', 'U0CHIE'] },
  { id: WITH_GUEST, name: 'with-guest', members: ['U0BEN', 'U0GINA'] },
  { id: SHARED, name: 'shared', members: ['U0BEN', 'U0SAM'] },
  { id: PRIVATE, name: 'private', members: ['U0BEN'], isPrivate: true, withoutBot: true },
  { id: 'C0CROWD', name: 'crowd', members: ['U0BEN', ...CROWD.map(({ id }) => id)] },
]

describe("a site's address in a message", () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ slackOptions: { moreChannels, morePeople: CROWD } })
    await team.has('plum')
  })
  afterEach(() => team.close())

  const unfurlCalls = () => team.calls.filter(({ method }) => method === 'chat.unfurl')
  const shown = ({ channel, ts, unfurls = [] }: Message, index = 0) => {
    const { id: unfurl, blocks, fallback } = unfurls[index] ?? assert.fail('nothing is shown')
    return { channel, ts, unfurl, blocks, fallback }
  }
  /** The event as Slack sends it for a message, with some of it changed. */
  const event = (message: Pick<Message, 'channel' | 'ts'>, change: object = {}) =>
    JSON.stringify({
      type: 'event_callback',
      team_id: team.workspace.identity.team.id,
      event: {
        type: 'link_shared',
        channel: message.channel,
        is_bot_user_member: true,
        user: 'U0BEN',
        message_ts: message.ts,
        links: [{ domain: 'test.example.com', url: PLUM }],
        ...change,
      },
    })
  const send = (body: string) => team.handler(signedEvent({ kind: 'json', body }, SIGNING_SECRET, Date.now()))

  it('shows its state, branch, commit, end, and buttons, and nothing secret', async () => {
    const message = await team.ben.says(`Have a look: ${PLUM}`)
    const unfurl = shown(message)
    const text = words(unfurl.blocks)
    for (const part of [en.phases.ready, 'acme/website@main', 'expires 16 Nov 2026', 'plum.test.example.com']) {
      assert.ok(text.includes(part), part)
    }
    const { deploy } = (await team.site('plum')).status
    assert.ok(text.includes(deploy?.commit.slice(0, 7) ?? 'no deploy'))
    for (const secret of ['guest', 'hash', 'draft']) assert.ok(!text.includes(secret), secret)
    assert.match(unfurl.fallback, /plum: Ready/)
    const buttons = team.ben.controls(unfurl)
    for (const id of [actionIds.open, buttonId('extend'), actionIds.more]) assert.ok(buttons.includes(id), id)
  })

  it('has buttons that work, are answered to the person alone, and leave the message as it is', async () => {
    const message = await team.ben.says(PLUM)
    const answer = await team.aki.clicks(shown(message), buttonId('extend'), { pick: '3 days' })
    assert.match(words(answer), /20/)
    assert.equal(answer?.ephemeralFor, 'U0AKI')
    await team.aki.clicks(shown(message), buttonId('sleep'))
    assert.equal(phaseOf(await team.site('plum')), 'asleep')
    assert.equal(await team.ben.clicks(shown(message), actionIds.more, { pick: 'Settings…' }), undefined)
    assert.match(words(team.ben.modal().view), /plum/)
    const after = team.ben.screen().messages.find(({ ts }) => ts === message.ts)
    assert.deepEqual(after, message)
    assert.match(
      words(await team.member('U0GINA').clicks(shown(message), buttonId('extend'), { pick: '3 days' })),
      /ゲスト/,
    )
  })

  it('keeps to the rights of the channel where it is', async () => {
    const message = await team.ben.says(PLUM, COLLEAGUES)
    const answer = await team.chie.clicks(shown(message), actionIds.more, { pick: 'Settings…' })
    assert.match(words(answer), new RegExp(`<#${HERE}>`))
  })

  it('answers in the thread where it was clicked', async () => {
    const begun = await team.ben.says('a thread')
    await team.workspace.say('U0BEN', { channel: HERE, text: PLUM, threadTs: begun.ts })
    const message = team.ben.screen().messages.findLast(({ threadTs }) => threadTs === begun.ts)
    const answer = await team.ben.clicks(shown(message ?? assert.fail('no reply')), buttonId('extend'), {
      pick: '3 days',
    })
    assert.equal(answer?.threadTs, begun.ts)
  })

  it('shows the card in short only where all may see it', async () => {
    await team.has('fig', { channel: ELSEWHERE })
    const where = async (channel: string) => {
      const { unfurls = [] } = await team.ben.says(`${PLUM} https://fig.test.example.com`, channel)
      return unfurls.map(({ url }) => new URL(url).hostname.replace(/\..*/, ''))
    }
    assert.deepEqual(await where(COLLEAGUES), ['plum', 'fig'])
    // The card is there, too.
    assert.deepEqual(await where(HERE), ['plum'])
    assert.deepEqual(await where(ELSEWHERE), ['fig'])
    for (const channel of [WITH_GUEST, SHARED, PRIVATE, 'C0CROWD']) assert.deepEqual(await where(channel), [], channel)
    team.broken.refusal = (method) => (method === 'users.info' ? 'internal_error' : undefined)
    await team.pass(10 * 60_000)
    team.workspace.changeChannel(COLLEAGUES, { members: ['U0BEN', 'U0ADA'] })
    assert.deepEqual(await where(COLLEAGUES), [], 'nobody knows who Ada is')
  })

  it('shows nothing to who may not ask for it', async () => {
    for (const id of ['U0GINA', 'U0SAM']) {
      assert.equal((await team.member(id).says(PLUM)).unfurls, undefined, id)
    }
    const message = await team.ben.says('nothing')
    await send(event(message, { user: BOT_USER_ID }))
    await send(event(message, { user: undefined }))
    assert.deepEqual(unfurlCalls(), [])
  })

  it('shows nothing of links that carry a secret, or lead elsewhere', async () => {
    for (const link of [
      'https://plum.test.example.com/_pokopoko/share/abc',
      'https://plum.test.example.com/a/../_pokopoko/share/abc',
      'https://plum.test.example.com/%5Fpokopoko/share/abc',
      'https://plum.test.example.com/%',
      'https://guest:secret@plum.test.example.com/',
      'https://nosuch.test.example.com/',
      'https://a.plum.test.example.com/',
      'https://test.example.com/',
    ]) {
      assert.equal((await team.ben.says(link)).unfurls, undefined, link)
    }
  })

  it('shows five links of a message at most', async () => {
    const links = Array.from({ length: 8 }, (_, index) => `https://plum.test.example.com/${index}`)
    const { unfurls = [] } = await team.ben.says(links.join(' '))
    assert.deepEqual(
      unfurls.map(({ url }) => url),
      links.slice(0, 5),
    )
  })

  it('shows the same once when Slack sends the event again, with and without its unfurl_id', async () => {
    const message = await team.ben.says(PLUM)
    assert.ok('unfurl_id' in (unfurlCalls()[0]?.params ?? {}))
    assert.equal((await send(event(message))).statusCode, 200)
    assert.ok('ts' in (unfurlCalls()[1]?.params ?? {}))
    const after = team.ben.screen().messages.find(({ ts }) => ts === message.ts)
    assert.equal(after?.unfurls?.length, 1)
  })

  it('shows nothing while it is being written: it may be sent anywhere', async () => {
    await send(event({ channel: 'COMPOSER', ts: 'U0BEN-909b' }, { unfurl_id: 'U0BEN-909b', source: 'composer' }))
    assert.deepEqual(unfurlCalls(), [])
  })

  it('leaves it at that when the message is gone, and reports what Slack refuses', async () => {
    await send(event({ channel: HERE, ts: '1.1' }))
    team.broken.refusal = (method) => (method === 'chat.unfurl' ? 'cannot_unfurl_url' : undefined)
    assert.equal((await team.ben.says(PLUM)).unfurls, undefined)
    assert.match(String(team.takeReports()[0]?.error), /cannot_unfurl_url/)
  })

  it("is shown in the workspace's language", async () => {
    const japanese = await aTeam({ locale: 'ja' })
    await japanese.has('plum')
    assert.match(words((await japanese.ben.says(PLUM)).unfurls), /公開中|期限/)
    await japanese.close()
  })
})
