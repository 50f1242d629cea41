import assert from 'node:assert/strict'
import { WebClient } from '@slack/web-api'
import type { Message } from '@pokopoko/slack-emulator'
import { defaultPolicy } from '../../src/site/policy.ts'
import { createChat } from '../../src/slack/chat.ts'
import { chatContract } from '../contracts/chat.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { aSlack, BOT_TOKEN, BOT_USER_ID, HERE } from './a-slack.ts'

const closed = [
  { id: 'C0ENDED', name: 'last-year', archived: true },
  { id: 'C0PRIVATE', name: 'without-the-bot', isPrivate: true, withoutBot: true },
]
const PUBLIC = { id: 'C0PUBLIC', name: 'for-everybody', withoutBot: true }

chatContract("Slack's Web API", async () => {
  const clock = createFakeClock(SITE_CREATED_AT)
  const slack = await aSlack({ clock, isDown: () => false, onAppError: assert.fail, moreChannels: [...closed, PUBLIC] })
  slack.workspace.changePerson('U0BEN', { isDeactivated: true })
  slack.workspace.changePerson('U0CHIE', { fields: { Xf0GITHUB: 'https://github.com/chie' } })
  const { slackApiUrl } = slack
  const addresses = {
    siteHost: (name: string) => `${name}.example.com`,
    siteUrl: (name: string) => `https://${name}.example.com`,
  }
  const chat = createChat(
    { clock, policy: defaultPolicy, addresses, locale: 'en' },
    { botToken: BOT_TOKEN, slackApiUrl, wait: slack.wait },
  )
  return {
    chat,
    clock,
    channel: HERE,
    publicChannel: PUBLIC.id,
    people: {
      member: 'U0CHIE',
      guest: 'U0GINA',
      stranger: 'U0SAM',
      bot: BOT_USER_ID,
      deactivated: 'U0BEN',
      missing: 'U0NOBODY',
    },
    profileField: { id: 'Xf0GITHUB', value: 'https://github.com/chie' },
    closedChannels: ['C0NOWHERE', ...closed.map(({ id }) => id)],
    seen: () => slack.workspace.screen('U0CHIE').messages.map(asSeen),
    remove: async (message) => {
      await new WebClient(BOT_TOKEN, { slackApiUrl }).chat.delete(message)
    },
    close: slack.close,
  }
})

describe('who somebody is', () => {
  it('is asked once for all sites of an owner', async () => {
    const clock = createFakeClock(SITE_CREATED_AT)
    const slack = await aSlack({ clock, isDown: () => false, onAppError: assert.fail })
    const addresses = { siteHost: (name: string) => name, siteUrl: (name: string) => `https://${name}` }
    const access = { botToken: BOT_TOKEN, slackApiUrl: slack.slackApiUrl }
    const chat = createChat({ clock, policy: defaultPolicy, addresses, locale: 'en' }, access)
    const asked = () => slack.calls.filter(({ method }) => method === 'users.info').length
    assert.deepEqual(await Promise.all(['U0CHIE', 'U0CHIE', 'U0GINA'].map(chat.membershipOf)), [
      'member',
      'member',
      'guest',
    ])
    assert.equal(asked(), 2)
    clock.advance(HOUR_MS)
    slack.workspace.changePerson('U0CHIE', { isDeactivated: true })
    assert.equal(await chat.membershipOf('U0CHIE'), 'deactivated')
    await slack.close()
  })
})

describe('a posting whose poster died, in a public channel that the app is not in', () => {
  it('is not to be found, which is no refusal of the channel', async () => {
    const clock = createFakeClock(SITE_CREATED_AT)
    const slack = await aSlack({ clock, isDown: () => false, onAppError: assert.fail, moreChannels: [PUBLIC] })
    const addresses = { siteHost: (name: string) => name, siteUrl: (name: string) => `https://${name}` }
    const access = { botToken: BOT_TOKEN, slackApiUrl: slack.slackApiUrl }
    const chat = createChat({ clock, policy: defaultPolicy, addresses, locale: 'en' }, access)
    assert.equal(await chat.findPosted(aSite(), 'card', clock.now(), { channel: PUBLIC.id }), undefined)
    await slack.close()
  })
})

function asSeen({ channel, ts, threadTs, text, blocks = [] }: Message) {
  return {
    channel,
    ts,
    ...(threadTs !== undefined && { thread: threadTs }),
    // Slack gives blocks new ids at each edit.
    shows: JSON.stringify([text, blocks], (key, value: unknown) => (key === 'block_id' ? undefined : value)),
    hasButtons: blocks.some(({ type }) => type === 'actions'),
  }
}
