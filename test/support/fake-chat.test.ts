import { chatContract } from '../contracts/chat.ts'
import { SITE_CREATED_AT } from './a-site.ts'
import { createFakeChat } from './fake-chat.ts'
import { memberships } from '../../src/site/site.ts'
import { createFakeClock } from './fake-clock.ts'

chatContract('fake', async () => {
  const closedChannels = ['C0CLOSED']
  const clock = createFakeClock(SITE_CREATED_AT)
  const people = {
    member: 'U0MEMBER',
    guest: 'U0GUEST',
    stranger: 'U0STRANGER',
    bot: 'U0BOT',
    deactivated: 'U0LEFT',
    missing: 'U0NOBODY',
  }
  const known = new Map(memberships.map((membership) => [people[membership], membership]))
  const fields = new Map([[`${people.member} Xf0GITHUB`, 'aki']])
  const { chat, messages } = createFakeChat(clock, { closedChannels, people: known, fields })
  return {
    chat,
    clock,
    channel: 'C0OPEN',
    publicChannel: 'C0PUBLIC',
    people,
    profileField: { id: 'Xf0GITHUB', value: 'aki' },
    closedChannels,
    seen: () =>
      messages.map(({ channel, ts, thread, kind, phase, settled, retired, picture = '' }) => ({
        channel,
        ts,
        ...(thread !== undefined && { thread }),
        shows: `${kind} ${phase} ${picture}`,
        hasButtons: retired !== true && settled !== true && ['card', 'expiring', 'adoption'].includes(kind),
      })),
    remove: async ({ ts }) => {
      messages.splice(
        messages.findIndex((message) => message.ts === ts),
        1,
      )
    },
    close: async () => {},
  }
})
