import type { KnownBlock } from '@slack/types'
import * as z from 'zod'
import { checkHome } from './block-kit/check.ts'
import type { Home } from './workspace.ts'

const file = z.object({ id: z.string(), name: z.string(), title: z.string(), /** Base64. */ data: z.string() })
export type SavedFile = z.infer<typeof file>

const blocks = z.array(z.custom<KnownBlock>((block) => typeof block === 'object' && block !== null))

const message = z.object({
  channel: z.string(),
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  blocks: z.exactOptional(blocks),
  threadTs: z.exactOptional(z.string()),
  broadcast: z.exactOptional(z.boolean()),
  ephemeralFor: z.exactOptional(z.string()),
  edited: z.exactOptional(z.boolean()),
  files: z.exactOptional(z.array(z.object({ id: z.string(), title: z.string() }))),
  unfurls: z.exactOptional(z.array(z.object({ id: z.number(), url: z.string(), fallback: z.string(), blocks }))),
})

const directChannel = z.object({ id: z.string(), name: z.string(), directWith: z.exactOptional(z.string()) })

const home = z.object({ id: z.string(), hash: z.string(), userId: z.string(), view: z.custom<Home>(isHome) })
export type SavedHome = z.infer<typeof home>

const lastTs = z.number().int().nonnegative()

/** What outlives a restart. Open modals don't: their trigger and the app's flow are gone with the process. */
const savedSchema = z.object({
  lastTs,
  directChannels: z.array(directChannel),
  messages: z.array(message),
  files: z.array(file).default([]),
  homes: z.array(home),
})

export type Saved = z.infer<typeof savedSchema>

const changeSchema = z.object({
  lastTs,
  message: z.exactOptional(message),
  removed: z.exactOptional(z.object({ channel: z.string(), ts: z.string() })),
  directChannel: z.exactOptional(directChannel),
  home: z.exactOptional(home),
  file: z.exactOptional(file),
})

/** What has changed in {@link Saved}: one thing, as it is now. */
export type SavedChange = z.infer<typeof changeSchema>

const nothing: Saved = { lastTs: 0, directChannels: [], messages: [], files: [], homes: [] }

/**
 * @param saved undefined when nothing was yet
 * @param changes in order, since then
 * @throws Error when it is not what was saved
 */
export function readSaved(saved: unknown, changes: unknown[]): Saved {
  const before = saved === undefined ? nothing : savedSchema.parse(saved)
  if (changes.length === 0) return before
  const directChannels = by(before.directChannels, ({ id }) => id)
  const messages = by(before.messages, keyOf)
  const files = by(before.files, ({ id }) => id)
  const homes = by(before.homes, ({ userId }) => userId)
  let last = before.lastTs
  for (const one of changes) {
    const change = changeSchema.parse(one)
    last = Math.max(last, change.lastTs)
    if (change.message !== undefined) messages.set(keyOf(change.message), change.message)
    if (change.removed !== undefined) messages.delete(keyOf(change.removed))
    if (change.directChannel !== undefined) directChannels.set(change.directChannel.id, change.directChannel)
    if (change.home !== undefined) homes.set(change.home.userId, change.home)
    if (change.file !== undefined) files.set(change.file.id, change.file)
  }
  return {
    lastTs: last,
    directChannels: [...directChannels.values()],
    messages: [...messages.values()],
    files: [...files.values()],
    homes: [...homes.values()],
  }
}

function by<T>(list: T[], key: (one: T) => string): Map<string, T> {
  return new Map(list.map((one) => [key(one), one]))
}

function keyOf({ channel, ts }: { channel: string; ts: string }): string {
  return `${channel} ${ts}`
}

function isHome(view: unknown): view is Home {
  checkHome(view)
  return true
}
