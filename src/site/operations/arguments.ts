import { readAwakeUntil } from '../awake-until.ts'
import { readExtension } from '../read-extension.ts'
import { checkAccessUser } from '../password.ts'
import { readClient, readShareEnd, readSharePath } from '../shares.ts'
import type { Variables } from '../environment.ts'
import type { Policy } from '../policy.ts'
import { type IdleChoice, readIdleTime } from '../idle-time.ts'
import { settingNamed } from '../site-settings.ts'
import type { SpecPatch } from '../change.ts'
import { isSlackUser } from '../slack-ids.ts'
import type { CalendarDate, Instant } from '../time.ts'
import { UserError, type UserErrorCode } from '../user-error.ts'

/** What an argument of each kind is for its operation. Front ends know how to ask for each kind, and how to show it. */
export interface ArgumentTypes {
  text: string
  /** So many days after the present last day, or a date. */
  'last-day': { days: number } | { until: CalendarDate }
  /** Id of a Slack user who can look after a site. */
  person: string
  /** The name that visitors give. */
  'user-name': string
  /** bcrypt of what was typed, or, for '', of a generated one. It is never typed into a command, where others may see it. */
  password: string
  /** What people set for the site's programs. It is never typed into a command either. */
  variables: Variables
  /** What it's for: this site, or all of its repository. */
  scope: 'site' | 'repository'
  /** Names of variables to remove. */
  'variable-names': readonly string[]
  'idle-time': IdleChoice
  /** The day whose night is the last. */
  'awake-until': CalendarDate
  /** Who gets a link, and the SHA-256 of its token, which is generated. */
  client: { name: string; tokenHash: string }
  /** Who has one. */
  'shared-client': string
  /** When it ends. */
  'share-end': Instant
  /** Where it leads; `name`: the site's, as an address has it. */
  'share-path': { path: string; name?: string }
  language: 'en' | 'ja'
  /** That of `siteSettings` with the argument's name. The form has it filled in; what is left out stays, and '' is the default. */
  setting: SpecPatch
}
export type ArgumentKind = keyof ArgumentTypes

export interface Argument {
  readonly kind: ArgumentKind
  /** It can be left out: an option in a terminal, and only in the form in Slack. */
  readonly isOptional?: true
  /** What a menu offers, besides the form. */
  readonly presets?: readonly string[]
}
/** By name, in order: also the id of its input, and of its option in a terminal. */
export type Arguments = Readonly<Record<string, Argument>>

/** What people say, by argument, before it is read. */
export type RawArguments = Readonly<Record<string, string>>

export type ValuesOf<A> = {
  [K in keyof A]: A[K] extends { kind: infer T extends ArgumentKind; isOptional: true }
    ? ArgumentTypes[T] | undefined
    : A[K] extends { kind: infer T extends ArgumentKind }
      ? ArgumentTypes[T]
      : never
}

export interface Reading {
  now: Instant
  policy: Policy
  /** Of who typed it. */
  locale: 'en' | 'ja'
}

export function hasKind(args: Arguments, kind: ArgumentKind): boolean {
  return Object.values(args).some((argument) => argument.kind === kind)
}

/** Those that are typed into a command, in order. */
export function typedArguments(args: Arguments): string[] {
  return Object.keys(args).filter((name) => args[name]?.isOptional !== true && !isSecret(args[name]?.kind))
}

/** Is it never typed into a command, where others may see it? */
export function isSecret(kind: ArgumentKind | undefined): boolean {
  return kind === 'password' || kind === 'variables'
}

/** Words as arguments, in order: a person is one word, and the last of other kinds takes all that is left. */
export function readWords(args: Arguments, words: readonly string[]): { args: RawArguments; rest: readonly string[] } {
  const read: Record<string, string> = {}
  let rest = words
  for (const name of typedArguments(args)) {
    if (rest.length === 0) break
    const count = args[name]?.kind === 'person' ? 1 : rest.length
    read[name] = rest.slice(0, count).join(' ')
    rest = rest.slice(count)
  }
  return { args: read, rest }
}

/** UserError when it cannot be read. Whether a person can look after a site, and what a password's hash is, takes more: `src/control/run-operation.ts`. */
export function readArgument(
  kind: Exclude<ArgumentKind, 'client' | 'password' | 'variables' | 'variable-names' | 'setting'>,
  raw: string,
  reading: Reading,
) {
  switch (kind) {
    case 'text':
      return raw.trim()
    case 'last-day':
      return readExtension(raw, reading)
    case 'user-name':
      return checkAccessUser(raw)
    case 'scope':
      if (raw !== 'site' && raw !== 'repository') throw new UserError('scope-unknown', {})
      return raw
    case 'idle-time':
      return readIdleTime(raw)
    case 'awake-until':
      return readAwakeUntil(raw, reading)
    case 'shared-client':
      return readClient(raw)
    case 'share-end':
      return readShareEnd(raw, reading)
    case 'share-path':
      return readSharePath(raw)
    case 'language':
      if (raw !== 'en' && raw !== 'ja') throw new UserError('language-unknown', {})
      return raw
    case 'person':
      if (!isSlackUser(raw)) throw new UserError('person-missing', {})
      return raw
  }
}

const dates = ['last-day', 'awake-until', 'share-end'] as const
const KINDS_OF_ERROR: Partial<Record<UserErrorCode, ArgumentKind | readonly ArgumentKind[]>> = {
  'date-unreadable': dates,
  'date-past': dates,
  'date-too-late': dates,
  'idle-time-unreadable': 'idle-time',
  'access-user-invalid': 'user-name',
  'password-short': 'password',
  'password-long': 'password',
  'password-common': 'password',
  'password-like-name': 'password',
  'variable-unreadable': 'variables',
  'variable-reserved': 'variables',
  'environment-unchanged': 'variables',
  'environment-too-large': 'variables',
  'variable-unknown': 'variable-names',
  'scope-unknown': 'scope',
  'creation-not-permitted': 'scope',
  'settings-unchanged': 'setting',
  'client-invalid': ['client', 'shared-client'],
  'client-has-link': 'client',
  'shares-many': 'client',
  'share-missing': 'shared-client',
  'share-path-invalid': 'share-path',
  'share-path-elsewhere': 'share-path',
  'language-unknown': 'language',
  'person-missing': 'person',
  'owner-unfit': 'person',
  'owner-unknown': 'person',
}

/** The argument that an error is about. */
export function argumentAtFault(args: Arguments, code: UserErrorCode): string | undefined {
  const kinds = [KINDS_OF_ERROR[code] ?? []].flat()
  const isAbout = (kind: ArgumentKind | undefined) => kinds.some((one) => one === kind)
  const isSettings = ({ errors = [] }: { errors?: readonly UserErrorCode[] } = {}) => errors.includes(code)
  return Object.keys(args).find((name) => isAbout(args[name]?.kind) || isSettings(settingNamed(name)))
}
