import * as z from 'zod'
import { type Audience, audiences } from './audience.ts'
import { CHANNEL_ID, PROFILE_FIELD_ID, USER_GROUP_ID, USER_OR_GROUP_ID } from './slack-ids.ts'
import { isTimeZone } from './time-zone.ts'

/**
 * What people read about settings, in docs, `--help` and errors. Not zod's `meta`, which constructs each schema a second time: a cold start
 * waits for that.
 */
export const about = z.registry<{ description?: string; example: unknown; isFlagOnly?: boolean }>()

const hour = z.int().min(0).max(23)
const days = z.int().min(1).max(3650)
/** The item that counts them holds 9,000: see `src/aws/site-quota.ts`. */
const sites = z.int().min(1).max(5000)
const ids = (pattern: RegExp, kind: string) => z.array(z.string().regex(pattern, `must be ids of ${kind}`)).default([])

const price = z.number().min(0).max(100_000)
const pricesSchema = z.strictObject({
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency, such as USD')
    .default('USD'),
  /** An hour of a running machine, with its address, by size. */
  sizes: z.record(z.string(), price),
  /** A month of one machine's disk. */
  disk: price,
  /** A month of one archive. */
  archive: price,
  /** Where they come from. */
  source: z.string().max(100).optional(),
})

/**
 * The rules that every platform shares: how long sites live, and who may do what. Error messages show the example of a setting. Which operations `permissions` can name is known in `permissions.ts`.
 */
export const policySchema = z.object({
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone').default('Asia/Tokyo').register(about, {
    description: 'Time zone of all dates and hours, also of those in Slack and on visitors’ pages',
    example: 'Europe/Berlin',
  }),
  expiryHour: hour
    .default(18)
    .register(about, { description: 'Hour (0–23) at which a site is archived on its last day', example: 18 }),
  warnHour: hour
    .default(10)
    .register(about, { description: 'Hour (0–23) at which pokopoko warns people that a site expires', example: 10 }),
  holidays: z
    .array(
      z.string().regex(/^(?:[A-Z]{2}(?:-[A-Za-z0-9]+){0,2}|(?:\d{4}-)?\d{2}-\d{2})$/, 'must be countries or dates'),
    )
    .default([])
    .register(about, {
      description:
        'Days off besides weekends: the public holidays of a country (`JP`) or of a part of it (`DE-BY`), and dates of your own, each year (`12-29`) or once (`2027-01-04`). Warnings and announcements come on the working day before',
      example: ['JP', '12-29', '12-30', '12-31', '01-02', '01-03'],
    }),
  idleHours: z.int().min(0).max(72).default(2).register(about, {
    description:
      'Hours without use after which a site goes to sleep, unless its settings say otherwise; 0: it never does',
    example: 4,
  }),
  officeHours: z
    .strictObject({ from: hour, to: z.int().min(1).max(24) })
    .refine(({ from, to }) => from < to, 'must begin before they end')
    .optional()
    .register(about, {
      description:
        'Hours on working days outside of which a site goes to sleep after 15 minutes without use, unless its settings say otherwise',
      example: { from: 9, to: 20 },
    }),
  weeklyDigest: z.boolean().default(true).register(about, {
    description:
      'Each channel with sites gets one message a week, in the hour after `warnHour` on the first working day: what there is, what it costs, and what ends that week',
    example: false,
  }),
  pictures: z.boolean().default(true).register(about, {
    description:
      'Cards show a picture of the start page, and their threads what a deploy changed of it. Only where the machine’s image has a browser. It applies from a site’s next set-up',
    example: false,
  }),
  archiveDays: days
    .default(30)
    .register(about, { description: 'Days for which an archived site is kept before it is deleted', example: 30 }),
  maxDays: days
    .default(90)
    .register(about, { description: 'No site can be kept for longer than this many days from today', example: 90 }),
  defaultDays: days
    .default(14)
    .register(about, { description: 'Days for which a new site is kept, unless you choose other ones', example: 14 }),
  sudoTeams: z
    .array(
      z
        .string()
        .regex(/^[\w-]+$/, 'must be slugs of teams')
        .toLowerCase(),
    )
    .default([])
    .register(about, {
      description:
        'Slugs of the GitHub teams whose members can become root on their sites’ machines. It applies from a site’s next set-up, or from `/testsite refresh-users NAME`',
      example: ['ops'],
    }),
  maxSites: sites
    .default(500)
    .register(about, { description: 'Number of sites that can be up or asleep at once', example: 500 }),
  maxSitesPerPerson: sites
    .default(20)
    .register(about, { description: 'Number of sites that one owner can have up or asleep at once', example: 20 }),
  maxUploadMegabytes: z.int().min(1).max(100_000).default(1024).register(about, {
    description: 'Size, in MB, of the largest upload that a site takes. It applies from a site’s next set-up',
    example: 200,
  }),
  prices: pricesSchema.optional().register(about, {
    description:
      'What machines cost: an hour of each size, and a month of one site’s disk and of one archive. With it, pokopoko shows what sites cost: docs/costs.md',
    example: { sizes: { 't3.micro': 0.017 }, disk: 1.52, archive: 0.86 },
  }),
  monthlyBudget: price.positive().optional().register(about, {
    description:
      'What all sites together may cost in a calendar month, in the currency of `prices`. Once they have cost as much, nobody can create or restore a site until the next month: docs/costs.md',
    example: 400,
  }),
  permissions: z
    .record(z.string(), z.enum(audiences))
    .transform((given): Partial<Record<string, Audience>> => given)
    .prefault({}),
  admins: ids(USER_OR_GROUP_ID, 'users (U…) or user groups (S…)').register(about, {
    description: 'Slack users (U…) and user groups (S…) who are admins, besides those of the Slack workspace',
    example: ['U0123ABCD', 'S0123ABCD'],
  }),
  creatorGroups: ids(USER_GROUP_ID, 'user groups (S…)').register(about, {
    description: 'Slack user groups whose members can create sites. Without groups and channels, everyone can',
    example: ['S0123ABCD'],
  }),
  creatorChannels: ids(CHANNEL_ID, 'channels (C…)').register(about, {
    description: 'Slack channels in which people can create sites',
    example: ['C0123ABCD'],
  }),
  creatorsNeedAccess: z
    .string()
    .regex(PROFILE_FIELD_ID, 'must be the id of a profile field (Xf…)')
    .optional()
    .register(about, {
      description:
        'Id of the Slack profile field that holds people’s GitHub logins. With it, people can only publish repositories that they can read on GitHub. Only admins may be able to edit that field: docs/permissions.md',
      example: 'Xf0123ABCD',
    }),
})

export type Policy = z.output<typeof policySchema>

/** The rules among these settings, which have been checked, and all other rules as by default. */
export function policyOf(settings: Partial<Policy>): Policy {
  const rules = Object.entries(settings).filter(([name]) => Object.hasOwn(policySchema.shape, name))
  return { ...policySchema.parse({}), ...Object.fromEntries(rules) }
}

/** Pure: functions, which don't use it, are bundled without it. */
export const defaultPolicy = /* @__PURE__ */ policyOf({})
