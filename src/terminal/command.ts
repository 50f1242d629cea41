import * as z from 'zod'
import { bakeSchema } from '../control/images/bake.ts'
import { isDate } from '../site/calendar.ts'
import { costGroups } from '../site/costs.ts'
import { LOG_NAME } from '../site/logs.ts'
import { operationNames } from '../site/operations/all.ts'

const name = z.string()

/** Characters of the name that an MCP client gives itself. */
export const MAX_AGENT = 60

const orderSchema = z.object({
  name,
  repository: z.string(),
  /** By default, the repository's first branch. */
  branch: z.string().optional(),
  documentRoot: z.string(),
  appDirectory: z.string().optional(),
  startCommand: z.string().optional(),
  /** As `siteSettings` reads them; the same for `sharedDirectories`. */
  services: z.string().optional(),
  sharedDirectories: z.string().optional(),
  /** By default, the first one that's offered; the same for `size`. */
  image: z.string().optional(),
  size: z.string().optional(),
  /** Days from now, or a date; by default, the policy's. */
  howFar: z.string().optional(),
  accessUser: z.string(),
  /** Empty: one is generated. */
  password: z.string(),
  sshTeam: z.string().optional(),
  spaFallback: z.boolean(),
  spot: z.boolean(),
  channel: z.string(),
  /** Slack user. */
  owner: z.string(),
})

const commandSchema = z.discriminatedUnion('command', [
  z.object({
    command: z.literal('list'),
    by: z.enum(['owner', 'channel', 'life']),
    of: z.string(),
    /** As `readSiteFilter` reads them. */
    words: z.array(z.string()).optional(),
  }),
  z.object({ command: z.literal('show'), name }),
  z.object({ command: z.literal('shares'), name }),
  z.object({ command: z.literal('costs'), by: z.enum(costGroups) }),
  /** `since`: YYYY-MM-DD, by default as far back as there is something. */
  z.object({ command: z.literal('audit'), since: z.string().refine(isDate).optional() }),
  z.object({
    command: z.literal('logs'),
    name,
    /** By default, the one of what visitors reach. */
    log: z.string().regex(LOG_NAME).optional(),
    lines: z.int().positive(),
    follow: z.boolean(),
    /** Where the last answer ended. */
    after: z.string().max(100).optional(),
  }),
  z.object({ command: z.literal('db'), action: z.enum(['dump', 'load']), name }),
  z.object({
    command: z.literal('image'),
    action: z.literal('bake'),
    label: z.string(),
    /** Who bakes, and how far it was: as the last answer said. */
    holder: z.string().min(1),
    bake: bakeSchema.optional(),
  }),
  z.object({ command: z.literal('create'), order: orderSchema }),
  z.object({ command: z.enum(operationNames), name, args: z.record(z.string(), z.string()) }),
  z.object({ command: z.literal('sweep') }),
  z.object({ command: z.literal('replay'), dryRun: z.boolean() }),
])

/** A request from a terminal, in a shape that another process can receive. */
export const terminalRequestSchema = z.object({
  command: commandSchema,
  /** The person who asks, for the site's history. */
  by: z.string().min(1).max(100),
  /** The MCP client that asks for them. */
  agent: z.string().min(1).max(MAX_AGENT).optional(),
  /** Language of the answer. */
  locale: z.enum(['en', 'ja']),
  /** The answer is for a script. */
  json: z.boolean(),
})

export type Command = z.infer<typeof commandSchema>
export type CreateOptions = z.infer<typeof orderSchema>
export type TerminalRequest = z.infer<typeof terminalRequestSchema>
