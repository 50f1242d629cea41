import { isServiceId, type ServiceId, serviceIds } from './service-names.ts'
import type { SpecPatch } from './change.ts'
import type { Site, SiteSpec } from './site.ts'
import { CHANNEL_ID } from './slack-ids.ts'
import {
  checkAppDirectory,
  checkBranch,
  checkDocumentRoot,
  checkNote,
  checkSharedDirectory,
  checkStartCommand,
  checkTeam,
} from './source.ts'
import { UserError, type UserErrorCode } from './user-error.ts'

/** The form's parts, in order. */
export const settingGroups = ['source', 'machine', 'people'] as const
export type SettingGroup = (typeof settingGroups)[number]

interface Setting {
  readonly group: SettingGroup
  /** How a form asks for it. Values of `services` are joined by commas; that of a ticked `flag` is `yes`. */
  readonly input: 'line' | 'lines' | 'services' | 'flag' | 'branch' | 'team' | 'size' | 'image' | 'channel'
  /** What brings it about: a set-up, a look at the team, a stop of the machine, another card, or nothing more than saving it. */
  readonly takes: 'set-up' | 'users' | 'restart' | 'card' | 'nothing'
  /** As people would type it; '' for the default. */
  shown(spec: SiteSpec): string
  /** What it is in the spec; '' is the default, or leaves what always has a value. UserError when it can't be read. */
  read(typed: string): SpecPatch
  /** The errors of `read`, and of `src/control/check-settings.ts`. */
  readonly errors: readonly UserErrorCode[]
  /** Why it can't be changed of such a site, if it can't. */
  refusal?(site: Pick<Site, 'spec'>): UserError | undefined
}

export type SettingInput = Setting['input']

/** What people can change of a site once it's there. Ids are those of inputs, and of options in a terminal. */
export const siteSettings = {
  size: {
    group: 'machine',
    input: 'size',
    takes: 'restart',
    shown: ({ size }) => size,
    read: (typed) => (typed === '' ? {} : { size: typed }),
    errors: ['size-unknown', 'size-unfit', 'size-of-spot'],
    // "You can't change the instance type of a Spot Instance": Amazon EC2 User Guide, "Change the instance type".
    refusal: ({ spec }) => (spec.spot === true ? new UserError('size-of-spot', {}) : undefined),
  },
  image: {
    group: 'machine',
    input: 'image',
    takes: 'nothing',
    shown: ({ image }) => image,
    read: (typed) => (typed === '' ? {} : { image: typed }),
    errors: ['image-unknown'],
  },
  'ssh-team': {
    group: 'people',
    input: 'team',
    takes: 'users',
    shown: ({ sshTeam = '' }) => sshTeam,
    read: (typed) => ({ sshTeam: ['', NO_TEAM].includes(typed) ? undefined : checkTeam(typed) }),
    errors: ['team-invalid'],
  },
  channel: {
    group: 'people',
    input: 'channel',
    takes: 'card',
    shown: ({ channel }) => channel,
    read: (typed) => (typed === '' ? {} : { channel: readChannel(typed) }),
    errors: ['channel-missing', 'channel-closed'],
  },
  note: {
    group: 'people',
    input: 'line',
    takes: 'nothing',
    shown: ({ note = '' }) => note,
    read: (typed) => ({ note: checkNote(typed) || undefined }),
    errors: ['note-invalid'],
  },
  branch: {
    group: 'source',
    input: 'branch',
    takes: 'set-up',
    shown: ({ branch }) => branch,
    read: (typed) => (typed === '' ? {} : { branch: checkBranch(typed) }),
    errors: ['branch-invalid', 'branch-missing', 'branch-of-pull-request', 'repository-missing'],
    refusal: ({ spec: { pullRequest } }) =>
      pullRequest && new UserError('branch-of-pull-request', { number: pullRequest.number }),
  },
  'app-directory': {
    group: 'source',
    input: 'line',
    takes: 'set-up',
    shown: ({ appDirectory = '' }) => appDirectory,
    read: (typed) => ({ appDirectory: checkAppDirectory(typed) || undefined }),
    errors: ['app-directory-invalid'],
  },
  'published-directory': {
    group: 'source',
    input: 'line',
    takes: 'set-up',
    shown: ({ documentRoot }) => documentRoot,
    read: (typed) => ({ documentRoot: checkDocumentRoot(typed) }),
    errors: ['document-root-invalid'],
  },
  'spa-fallback': {
    group: 'source',
    input: 'flag',
    takes: 'set-up',
    shown: ({ spaFallback }) => (spaFallback === true ? TICKED : ''),
    read: (typed) => ({ spaFallback: readFlag(typed) || undefined }),
    errors: ['flag-unreadable'],
  },
  'start-command': {
    group: 'source',
    input: 'line',
    takes: 'set-up',
    shown: ({ startCommand = '' }) => startCommand,
    read: (typed) => ({ startCommand: checkStartCommand(typed) || undefined }),
    errors: ['start-command-invalid'],
  },
  services: {
    group: 'source',
    input: 'services',
    takes: 'set-up',
    shown: ({ services }) => (services === undefined ? '' : services.join(',') || NO_SERVICES),
    read: (typed) => ({ services: readServices(typed) }),
    errors: ['services-invalid'],
  },
  'shared-directories': {
    group: 'source',
    input: 'lines',
    takes: 'set-up',
    shown: ({ sharedDirectories = [] }) => sharedDirectories.join('\n'),
    read: (typed) => ({ sharedDirectories: readSharedDirectories(typed) }),
    errors: ['shared-directory-invalid', 'shared-directories-many'],
  },
} satisfies Record<string, Setting>

export type SettingName = keyof typeof siteSettings

export const settingNames = [
  'branch',
  'app-directory',
  'published-directory',
  'spa-fallback',
  'start-command',
  'services',
  'shared-directories',
  'size',
  'image',
  'ssh-team',
  'channel',
  'note',
] as const satisfies SettingName[]

export function settingNamed(name: string): Setting | undefined {
  const settings: Record<string, Setting> = siteSettings
  return Object.hasOwn(settings, name) ? settings[name] : undefined
}

function readChannel(typed: string): string {
  if (!CHANNEL_ID.test(typed)) throw new UserError('channel-missing', {})
  return typed
}

/** Stands for no team: it can be the name of none. */
export const NO_TEAM = '-'

/** The value of a box that is ticked. */
export const TICKED = 'yes'
const UNTICKED = ['', 'no', 'off', 'false']

function readFlag(typed: string): boolean {
  const word = typed.trim().toLowerCase()
  if (UNTICKED.includes(word)) return false
  if (![TICKED, 'on', 'true'].includes(word)) throw new UserError('flag-unreadable', {})
  return true
}

/** Stands for an empty list of services. */
export const NO_SERVICES = 'none'

/** Ids between commas or spaces. undefined for '': the project decides. */
export function readServices(typed: string): ServiceId[] | undefined {
  const words = typed
    .toLowerCase()
    .split(/[\s,、]+/u)
    .filter(Boolean)
  if (words.length === 0) return undefined
  if (words.length === 1 && words[0] === NO_SERVICES) return []
  if (!words.every(isServiceId)) throw new UserError('services-invalid', {})
  return serviceIds.filter((id) => words.includes(id))
}

const MAX_SHARED_DIRECTORIES = 20

/** Directories between commas or line ends. */
export function readSharedDirectories(typed: string): string[] | undefined {
  const lines = typed.split(/[\n,、]/u).map((line) => line.trim())
  const directories = [...new Set(lines.filter(Boolean).map(checkSharedDirectory))]
  if (directories.length > MAX_SHARED_DIRECTORIES)
    throw new UserError('shared-directories-many', { max: MAX_SHARED_DIRECTORIES })
  return directories.length === 0 ? undefined : directories
}
