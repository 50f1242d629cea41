import * as z from 'zod'
import { type Audience, audiences } from './audience.ts'

const hour = z.int().min(0).max(23)
const days = z.int().min(1).max(3650)
/** The item that counts them holds 9,000: see `src/aws/site-quota.ts`. */
const sites = z.int().min(1).max(5000)
const ids = (pattern: RegExp, kind: string) => z.array(z.string().regex(pattern, `must be ids of ${kind}`)).default([])

/**
 * The rules that every platform shares: how long sites live, and who may do what. `meta` has what people read about each setting; its
 * first example stands in error messages. Which operations `permissions` can name is known in `permissions.ts`.
 */
export const policySchema = z.object({
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone')
    .default('Asia/Tokyo')
    .meta({ description: 'Time zone of all dates and hours', examples: ['Europe/Berlin'] }),
  expiryHour: hour
    .default(18)
    .meta({ description: 'Hour (0–23) at which a site is archived on its last day', examples: [18] }),
  warnHour: hour
    .default(10)
    .meta({ description: 'Hour (0–23) at which pokopoko warns people that a site expires', examples: [10] }),
  archiveDays: days
    .default(30)
    .meta({ description: 'Days for which an archived site is kept before it is deleted', examples: [30] }),
  maxDays: days
    .default(90)
    .meta({ description: 'No site can be kept for longer than this many days from today', examples: [90] }),
  defaultDays: days
    .default(14)
    .meta({ description: 'Days for which a new site is kept, unless you choose other ones', examples: [14] }),
  sudoTeams: z
    .array(
      z
        .string()
        .regex(/^[\w-]+$/, 'must be slugs of teams')
        .toLowerCase(),
    )
    .default([])
    .meta({
      description:
        'Slugs of the GitHub teams whose members can become root on their sites’ machines. It applies from a site’s next set-up, or from `/testsite refresh-users NAME`',
      examples: [['ops']],
    }),
  maxSites: sites
    .default(500)
    .meta({ description: 'Number of sites that can be up or asleep at once', examples: [500] }),
  maxSitesPerPerson: sites
    .default(20)
    .meta({ description: 'Number of sites that one owner can have up or asleep at once', examples: [20] }),
  permissions: z
    .record(z.string(), z.enum(audiences))
    .transform((given): Partial<Record<string, Audience>> => given)
    .prefault({})
    .meta({
      description: 'Who can do what, where that differs from the table in docs/permissions.md',
      examples: [{ delete: 'owner', sleep: 'channel' }],
    }),
  admins: ids(/^[UWS][A-Z0-9]+$/, 'users (U…) or user groups (S…)').meta({
    description: 'Slack users (U…) and user groups (S…) who are admins, besides those of the Slack workspace',
    examples: [['U0123ABCD', 'S0123ABCD']],
  }),
  creatorGroups: ids(/^S[A-Z0-9]+$/, 'user groups (S…)').meta({
    description: 'Slack user groups whose members can create sites. Without groups and channels, everyone can',
    examples: [['S0123ABCD']],
  }),
  creatorChannels: ids(/^[CG][A-Z0-9]+$/, 'channels (C…)').meta({
    description: 'Slack channels in which people can create sites',
    examples: [['C0123ABCD']],
  }),
})

export type Policy = z.output<typeof policySchema>

export const defaultPolicy: Policy = policySchema.parse({})

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
