import { isServiceId, type ServiceId, serviceIds } from './service-names.ts'
import type { SpecPatch } from './change.ts'
import type { SiteSpec } from './site.ts'
import { checkAppDirectory, checkDocumentRoot, checkSharedDirectory, checkStartCommand } from './source.ts'
import { UserError, type UserErrorCode } from './user-error.ts'

interface Setting {
  /** How a form asks for it: one line, several, or boxes to tick, whose values are joined by commas. */
  readonly input: 'line' | 'lines' | 'services'
  /** As people would type it; '' for the default. */
  shown(spec: SiteSpec): string
  /** What it is in the spec; '' is the default. UserError when it can't be read. */
  read(typed: string): SpecPatch
  /** The errors of `read`. */
  readonly errors: readonly UserErrorCode[]
}

/** What people can set of how a site is built and started, once it's there. Ids are those of inputs, and of options in a terminal. */
export const siteSettings = {
  'app-directory': {
    input: 'line',
    shown: ({ appDirectory = '' }) => appDirectory,
    read: (typed) => ({ appDirectory: checkAppDirectory(typed) || undefined }),
    errors: ['app-directory-invalid'],
  },
  'published-directory': {
    input: 'line',
    shown: ({ documentRoot }) => documentRoot,
    read: (typed) => ({ documentRoot: checkDocumentRoot(typed) }),
    errors: ['document-root-invalid'],
  },
  'start-command': {
    input: 'line',
    shown: ({ startCommand = '' }) => startCommand,
    read: (typed) => ({ startCommand: checkStartCommand(typed) || undefined }),
    errors: ['start-command-invalid'],
  },
  services: {
    input: 'services',
    shown: ({ services }) => (services === undefined ? '' : services.join(',') || NO_SERVICES),
    read: (typed) => ({ services: readServices(typed) }),
    errors: ['services-invalid'],
  },
  'shared-directories': {
    input: 'lines',
    shown: ({ sharedDirectories = [] }) => sharedDirectories.join('\n'),
    read: (typed) => ({ sharedDirectories: readSharedDirectories(typed) }),
    errors: ['shared-directory-invalid', 'shared-directories-many'],
  },
} satisfies Record<string, Setting>

export type SettingName = keyof typeof siteSettings

export const settingNames = [
  'app-directory',
  'published-directory',
  'start-command',
  'services',
  'shared-directories',
] as const satisfies SettingName[]

export function settingNamed(name: string): Setting | undefined {
  const settings: Record<string, Setting> = siteSettings
  return Object.hasOwn(settings, name) ? settings[name] : undefined
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
