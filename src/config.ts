import * as z from 'zod'
import { named } from './site/errors.ts'
import { siteActions } from './site/actions.ts'
import { audiences, defaultPermissions, type Permissions } from './site/permissions.ts'
import { defaultPolicy, type Policy } from './site/policy.ts'

/** Settings that cannot be used; every problem is in the message, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
export const isConfigError = named<ConfigError>('ConfigError')

/** Of Slack: public ones begin with C, some private ones with G. */
export const CHANNEL_ID = /^[CG][A-Z0-9]{2,}$/

const hour = z.coerce.number().int().min(0).max(23)
const days = z.coerce.number().int().min(1).max(3650)
/** The item that counts them holds 9,000: see `src/aws/site-quota.ts`. */
const sites = z.coerce.number().int().min(1).max(5000)
const ids = (pattern: RegExp, kind: string) =>
  z
    .string()
    .transform(readList)
    .pipe(z.array(z.string().regex(pattern, `must be ids of ${kind}`)))
    .default([])

/** Some of who may ask what; the rest is as by default. */
export const permissionsSchema = z
  .partialRecord(z.enum(siteActions), z.enum(audiences))
  .transform((given): Permissions => Object.assign({ ...defaultPermissions }, given))

/** `delete=owner,sleep=channel` */
const permissionsSetting = z
  .string()
  .transform((text) => Object.fromEntries(readList(text).map((row) => row.split('='))) as unknown)
  .pipe(permissionsSchema)

/** What all platforms share, as environment variables. */
export const sharedSettings = z.object({
  TIME_ZONE: z.string().refine(isTimeZone, 'must be an IANA time zone such as Asia/Tokyo').optional(),
  EXPIRY_HOUR: hour.default(defaultPolicy.expiryHour),
  WARN_HOUR: hour.default(defaultPolicy.warnHour),
  ARCHIVE_DAYS: days.default(defaultPolicy.archiveDays),
  MAX_DAYS: days.default(defaultPolicy.maxDays),
  DEFAULT_DAYS: days.default(defaultPolicy.defaultDays),
  /** Slugs have no capital letters. */
  SUDO_TEAMS: z
    .string()
    .transform((text) => readList(text.toLowerCase()))
    .optional(),
  MAX_SITES: sites.default(defaultPolicy.maxSites),
  MAX_SITES_PER_PERSON: sites.default(defaultPolicy.maxSitesPerPerson),
  PERMISSIONS: permissionsSetting.optional(),
  ADMINS: ids(/^[UWS][A-Z0-9]+$/, 'users (U…) or user groups (S…)'),
  CREATOR_GROUPS: ids(/^S[A-Z0-9]+$/, 'user groups (S…)'),
  CREATOR_CHANNELS: ids(/^[CG][A-Z0-9]+$/, 'channels (C…)'),
  LOCALE: z.enum(['en', 'ja']).default('en'),
})

export interface Config {
  policy: Policy
  /** Language of what everybody in the workspace sees. */
  locale: 'en' | 'ja'
}

/** Reads what all platforms share. ConfigError names every setting that is wrong. */
export function loadConfig(env: NodeJS.ProcessEnv, timeZone = defaultPolicy.timeZone): Config {
  return toConfig(parseSettings(sharedSettings, env), timeZone)
}

export function toConfig(settings: z.infer<typeof sharedSettings>, timeZone = defaultPolicy.timeZone): Config {
  return {
    locale: settings.LOCALE,
    policy: {
      timeZone: settings.TIME_ZONE ?? timeZone,
      expiryHour: settings.EXPIRY_HOUR,
      warnHour: settings.WARN_HOUR,
      archiveDays: settings.ARCHIVE_DAYS,
      maxDays: settings.MAX_DAYS,
      defaultDays: settings.DEFAULT_DAYS,
      sudoTeams: settings.SUDO_TEAMS ?? defaultPolicy.sudoTeams,
      maxSites: settings.MAX_SITES,
      maxSitesPerPerson: settings.MAX_SITES_PER_PERSON,
      permissions: settings.PERMISSIONS ?? defaultPolicy.permissions,
      admins: settings.ADMINS,
      creators: { groups: settings.CREATOR_GROUPS, channels: settings.CREATOR_CHANNELS },
    },
  }
}

/** `team-a, team-b` */
function readList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

/** ConfigError with a line for each problem. An empty setting counts as none. */
export function parseSettings<T>(schema: z.ZodType<T>, settings: Record<string, unknown>): T {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw new ConfigError(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
