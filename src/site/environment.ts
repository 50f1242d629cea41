import { UserError } from './user-error.ts'

/** What people set for a site's programs, by name. Values are secret: they never get into the table, logs or messages. */
export type Variables = Readonly<Record<string, string>>

/** Variables to add or replace, and names of those to remove. */
export interface EnvironmentChange {
  set: Variables
  remove: readonly string[]
}

/**
 * As JSON in UTF-8: what a standard parameter of Systems Manager holds
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html).
 */
export const MAX_ENVIRONMENT_BYTES = 4096

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

/** What pokopoko itself sets, and what a shell uses for itself. Names that begin with BASH are a shell's, too. */
const RESERVED = new Set(
  'PORT HOST PATH HOME USER LOGNAME SHELL LANG TERM RELEASE SITE_URL SITE_NAME GIT_BRANCH GIT_COMMIT IFS ENV PWD OLDPWD SHLVL SHELLOPTS UID EUID PPID _'.split(
    ' ',
  ),
)

/**
 * Reads lines `NAME=value`, as in files named `.env`. Blank lines, and what follows a `#` at the beginning of a line or after a space, are
 * comments; `export` may come first. A value in single quotes is taken as it is, in double quotes with `\n`, `\r`, `\t`, `\"`, `\$` and
 * `\\`; both may have several lines. Without quotes, spaces at both ends go, and all else is taken as it is. Nothing is ever replaced:
 * `$OTHER` is just text. If a name comes twice, the last one counts.
 *
 * UserErrors name lines by number: what is in one may be a secret.
 */
export function readVariables(text: string): Variables {
  const found = new Map<string, string>()
  const source = text.replaceAll(/\r\n?/g, '\n').replace(/^\uFEFF/, '')
  let at = 0
  while (at < source.length) {
    const blank = /^[^\S\n]*(?:#[^\n]*)?(?:\n|$)/.exec(source.slice(at))
    if (blank !== null) {
      at += Math.max(1, blank[0].length)
      continue
    }
    const assignment = ASSIGNMENT.exec(source.slice(at))
    const { name = '', single, double, plain = '' } = assignment?.groups ?? {}
    if (assignment === null || !NAME.test(name) || assignment[0].includes('\0')) {
      throw new UserError('variable-unreadable', { line: source.slice(0, at).split('\n').length })
    }
    if (RESERVED.has(name) || name.startsWith('BASH')) throw new UserError('variable-reserved', { name })
    found.set(name, single ?? (double === undefined ? withoutComment(plain) : unescaped(double)))
    at += assignment[0].length
  }
  return Object.fromEntries(found)
}

const ASSIGNMENT =
  /^[^\S\n]*(?:export[^\S\n]+)?(?<name>\w+)[^\S\n]*=[^\S\n]*(?:(?:'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[^])*)")[^\S\n]*(?:#[^\n]*)?|(?<plain>(?!['"])[^\n]*))(?:\n|$)/

function withoutComment(plain: string): string {
  return plain.replace(/(?:^|[^\S\n])#[^]*/, '').trim()
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function unescaped(quoted: string): string {
  return quoted.replaceAll(/\\([nrt"$\\])/g, (_, character: string) => ESCAPED[character] ?? character)
}

/** Names between spaces, commas or line ends. UserError for what is no name; it isn't repeated, since it may be a value. */
export function readVariableNames(text: string): string[] {
  const names = text.split(/[\s,、]+/u).filter(Boolean)
  if (!names.every((name) => NAME.test(name))) throw new UserError('variable-unknown', {})
  return names
}

/**
 * The variables after the change, sorted by name. UserError when it changes nothing, a name to remove isn't there, or they would have more
 * than {@link MAX_ENVIRONMENT_BYTES}.
 */
export function changedVariables(before: Variables, { set, remove }: EnvironmentChange): Variables {
  if (Object.keys(set).length === 0 && remove.length === 0) throw new UserError('environment-unchanged', {})
  if (!remove.every((name) => Object.hasOwn(before, name))) throw new UserError('variable-unknown', {})
  const kept = Object.entries(before).filter(([name]) => !remove.includes(name))
  const after = Object.fromEntries([...kept, ...Object.entries(set)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  if (environmentBytes(after) > MAX_ENVIRONMENT_BYTES) {
    throw new UserError('environment-too-large', { max: MAX_ENVIRONMENT_BYTES })
  }
  return after
}

function environmentBytes(variables: Variables): number {
  return Buffer.byteLength(JSON.stringify(variables))
}
