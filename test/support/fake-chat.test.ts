import { chatContract } from '../contracts/chat.ts'
import { createFakeChat } from './fake-chat.ts'

chatContract('fake', async () => {
  const closedChannels = ['C0CLOSED']
  const { chat, messages } = createFakeChat({ closedChannels })
  return {
    chat,
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
