import { chatContract } from '../contracts/chat.ts'
import { SITE_CREATED_AT } from './a-site.ts'
import { createFakeChat } from './fake-chat.ts'
import { createFakeClock } from './fake-clock.ts'

chatContract('fake', async () => {
  const closedChannels = ['C0CLOSED']
  const clock = createFakeClock(SITE_CREATED_AT)
  const { chat, messages } = createFakeChat(clock, { closedChannels })
  return {
    chat,
    clock,
    channel: 'C0OPEN',
    closedChannels,
    seen: () =>
      messages.map(({ channel, ts, thread, kind, phase, settled }) => ({
        channel,
        ts,
        ...(thread !== undefined && { thread }),
        shows: `${kind} ${phase}`,
        hasButtons: kind === 'card' || (kind === 'expiring' && settled !== true),
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
