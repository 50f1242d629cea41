import type { Chat } from '../../src/control/ports.ts'
import type { Site } from '../../src/site/site.ts'
import type { Topic } from '../../src/site/topic.ts'
import { phaseOf, type Phase } from '../../src/site/phase.ts'

export interface FakeMessage {
  ts: string
  siteId: string
  channel: string
  kind: 'card' | Topic
  /** Of the site when it was last written. */
  phase: Phase
  thread?: string
  settled?: boolean
}

/** A chat that keeps what was posted. */
export function createFakeChat(): { chat: Chat; messages: FakeMessage[] } {
  const messages: FakeMessage[] = []
  const post = (site: Site, kind: FakeMessage['kind'], thread?: string) => {
    const ts = `${messages.length + 1}.000000`
    const message = { ts, siteId: site.id, channel: site.spec.channel, kind, phase: phaseOf(site) }
    messages.push(thread === undefined ? message : { ...message, thread })
    return ts
  }
  const edit = (place: { channel: string; ts: string }, changes: Partial<FakeMessage>) => {
    const message = messages.find(({ channel, ts }) => channel === place.channel && ts === place.ts)
    if (message === undefined) throw new Error('message_not_found')
    Object.assign(message, changes)
  }
  const chat: Chat = {
    postCard: async (site) => post(site, 'card'),
    updateCard: async (site, place) => edit(place, { phase: phaseOf(site) }),
    announce: async (site, topic, thread) => post(site, topic, thread),
    settleWarning: async (site, place) => edit(place, { settled: true, phase: phaseOf(site) }),
  }
  return { chat, messages }
}
