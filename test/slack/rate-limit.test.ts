import assert from 'node:assert/strict'
import { LimitError } from '../../src/site/errors.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { createChat } from '../../src/slack/chat.ts'
import { buttonId, callbackIds, inputIds } from '../../views/action-ids.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { inVirtualTime } from '../support/virtual-time.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { aSlack, BOT_TOKEN, DESIGNERS, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import type { HttpFault } from './breakable.ts'
import { words } from './member.ts'

const FAULTS: HttpFault[] = ['limited', 'hangs', 'stalls']
/** Slack's limit, in which the workspace would complain; and what a person notices who has nothing to do with it. */
const ANSWER_MS = 3000
const OTHERS_MS = 1500

const timed = async <T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> => {
  const began = performance.now()
  const result = await work()
  return { result, ms: performance.now() - began }
}

/** By method that Slack does not serve: what somebody does that needs it, and what they must see of it. */
const INTERACTIONS: Record<string, (team: Team) => Promise<void>> = {
  'users.info': async ({ ben }) => {
    await ben.testsite('new')
    assert.equal(ben.screen().modals.length, 1)
  },
  'auth.test': async ({ ben }) => {
    await ben.testsite('new')
    assert.equal(ben.screen().modals.length, 1)
  },
  'usergroups.users.list': async ({ ben }) => {
    assert.match(words(await ben.testsite('list')), /\*plum\*|plum/)
  },
  'views.open': async ({ ben }) => {
    assert.match(words(await ben.testsite('new')), /Something went wrong/)
  },
  'views.publish': async ({ ben }) => {
    await ben.opensHome()
  },
  response_url: async (team) => {
    await team.ben.clicks(await team.card('plum'), buttonId('sleep'))
    assert.equal(phaseOf(await team.site('plum')), 'asleep')
    assert.match(words(team.ben.modal().view), /\*plum\* is going to sleep/)
  },
  'chat.postEphemeral': async (team) => {
    await team.ben.clicks(await team.card('plum'), buttonId('change-password'))
    await team.ben.submits()
    assert.match(words(team.ben.modal().view), /Password: `/)
  },
  'conversations.open': async ({ ben, broken }) => {
    const { http } = broken
    broken.http = (method) => (method === 'views.open' ? 'limited' : http?.(method))
    await ben.shortcut(callbackIds.createShortcut)
  },
  'chat.postMessage': async ({ ben, broken }) => {
    const { http } = broken
    broken.http = (method) => (method === 'views.open' ? 'limited' : http?.(method))
    await ben.shortcut(callbackIds.createShortcut)
  },
  'views.update': async ({ ben, broken }) => {
    const { http } = broken
    broken.http = () => undefined
    await ben.testsite('new')
    if (http !== undefined) broken.http = http
    await ben.fills({ [inputIds.repository]: 'acme/shop-api' })
  },
}

/** Somebody does what needs the method; meanwhile somebody else does what does not. */
async function meets(fault: HttpFault, method: string, interaction: (team: Team) => Promise<void>): Promise<void> {
  const team = await aTeam({ policy: { admins: [DESIGNERS] } })
  await team.has('plum')
  team.broken.http = (called) => (called === method ? fault : undefined)
  try {
    const [asked, other] = await Promise.all([
      timed(() => interaction(team)),
      timed(() => team.chie.testsite('show plum')),
    ])
    assert.ok(asked.ms < ANSWER_MS, `${method}: answered after ${asked.ms} ms`)
    assert.ok(other.ms < OTHERS_MS, `${method}: another person waited ${other.ms} ms`)
    assert.match(words(other.result), /plum/)
  } finally {
    team.takeReports()
    await team.close()
  }
}

describe('where Slack serves one method late, or not at all', () => {
  for (const fault of FAULTS) {
    for (const [method, interaction] of Object.entries(INTERACTIONS)) {
      it(`(${fault}, ${method}) who asks is answered in time, and others are not held up`, () =>
        inVirtualTime(() => meets(fault, method, interaction)))
    }
  }

  it('a 429 on who somebody is holds up nobody’s form', () =>
    inVirtualTime(async () => {
      const team = await aTeam()
      team.broken.http = (called) => (called === 'users.info' ? 'limited' : undefined)
      const forms = await Promise.all([team.ben, team.chie].map((one) => timed(() => one.testsite('new'))))
      for (const { ms } of forms) assert.ok(ms < OTHERS_MS, `waited ${ms} ms`)
      for (const { screen } of [team.ben, team.chie]) assert.equal(screen().modals.length, 1)
      await team.close()
    }))
})

/** The `Chat` port on a Slack that serves `method` badly. */
async function aChat(fault: HttpFault, method: string) {
  const clock = createFakeClock(SITE_CREATED_AT)
  const http = (called: string) => (called === method ? fault : undefined)
  const { slackApiUrl, close } = await aSlack({ clock, isDown: () => false, http, onAppError: assert.fail })
  const addresses = { siteHost: (name: string) => name, siteUrl: (name: string) => `https://${name}` }
  const access = { botToken: BOT_TOKEN, slackApiUrl, callTimeoutMs: 300 }
  return { chat: createChat({ clock, policy: defaultPolicy, addresses, locale: 'en' }, access), close }
}

describe('a posting that Slack answers in half', () => {
  it('ends by itself, headers and body together', () =>
    inVirtualTime(async () => {
      const { chat, close } = await aChat('stalls', 'chat.postMessage')
      const { ms } = await timed(() => assert.rejects(chat.postCard(aSite(), { channel: HERE })))
      assert.ok(ms < ANSWER_MS, `ended after ${ms} ms`)
      await close()
    }))
})

describe('a posting that Slack puts off', () => {
  it('is told how long at once, and holds up no call of another kind', () =>
    inVirtualTime(async () => {
      const { chat, close } = await aChat('limited', 'chat.postMessage')
      const { ms } = await timed(async () => {
        await assert.rejects(chat.postCard(aSite(), { channel: HERE }), LimitError)
        assert.equal(await chat.membershipOf('U0CHIE'), 'member')
      })
      assert.ok(ms < OTHERS_MS, `ended after ${ms} ms`)
      await close()
    }))
})
