import { type Creators, defaultPermissions, type Permissions } from './permissions.ts'

/** The rules of the house, from configuration. */
export interface Policy {
  /** IANA name; calendar dates and hours below are in it. */
  timeZone: string
  /** Hour of its last day at which a site is archived, 0–23. */
  expiryHour: number
  /** Hour at which warnings come, 0–23. */
  warnHour: number
  /** Days from archiving to purge. */
  archiveDays: number
  /** No site expires later than this many days from now. */
  maxDays: number
  /** Days a site lives when nobody says otherwise. */
  defaultDays: number
  /** Slugs of the teams whose members may become root on their sites' machines, in lower case. */
  sudoTeams: string[]
  /** So many sites, of all people, may be up or asleep at once. */
  maxSites: number
  /** So many of one owner. */
  maxSitesPerPerson: number
  /** Who may ask what of a site. */
  permissions: Permissions
  creators: Creators
  /** Ids of users and user groups who are admins here, besides those of the Slack workspace. */
  admins: string[]
}

export const defaultPolicy: Policy = {
  timeZone: 'Asia/Tokyo',
  expiryHour: 18,
  warnHour: 10,
  archiveDays: 30,
  maxDays: 90,
  defaultDays: 14,
  sudoTeams: [],
  maxSites: 500,
  maxSitesPerPerson: 20,
  permissions: defaultPermissions,
  creators: { groups: [], channels: [] },
  admins: [],
}

/** May the members of that team do everything on their sites' machines? */
export function mayBecomeRoot(team: string, { sudoTeams }: Policy): boolean {
  return sudoTeams.includes(team.toLowerCase())
}
