import type { KnownBlock } from '@slack/types'
import * as z from 'zod'
import { checkHome } from './block-kit/check.ts'
import type { Home } from './workspace.ts'

const file = z.object({ id: z.string(), name: z.string(), title: z.string(), /** Base64. */ data: z.string() })
export type SavedFile = z.infer<typeof file>

const blocks = z.array(z.custom<KnownBlock>((block) => typeof block === 'object' && block !== null))

/** What outlives a restart. Open modals don't: their trigger and the app's flow are gone with the process. */
const savedSchema = z.object({
  lastTs: z.number().int().nonnegative(),
  directChannels: z.array(z.object({ id: z.string(), name: z.string(), directWith: z.exactOptional(z.string()) })),
  messages: z.array(
    z.object({
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
    }),
  ),
  files: z.array(file).default([]),
  homes: z.array(z.object({ id: z.string(), hash: z.string(), userId: z.string(), view: z.custom<Home>(isHome) })),
})

export type Saved = z.infer<typeof savedSchema>

/** @throws Error when it is not what was saved */
export function readSaved(saved: unknown): Saved {
  return savedSchema.parse(saved)
}

function isHome(view: unknown): view is Home {
  checkHome(view)
  return true
}
