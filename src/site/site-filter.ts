import { lastUseOf } from './idle.ts'
import { nearest } from './nearest.ts'
import { isAlive } from './phase.ts'
import type { Site } from './site.ts'
import { siteStates, type SiteState, stateOf } from './site-state.ts'
import { isSlackUser } from './slack-ids.ts'
import { sourceIn } from './source-address.ts'
import { DAY_MS, type Instant } from './time.ts'
import { UserError } from './user-error.ts'

/** What people look for among sites. A site matches if all of it is true of the site. */
export interface SiteFilter {
  owner?: string
  /** `owner/name`, or the name alone; in small letters. */
  repository?: string
  state?: SiteState
  isExpiring?: true
  isIdle?: true
  /** Each is somewhere in its name, repository, branch, note, or owner; in small letters. */
  texts: readonly string[]
  /** Each is somewhere in its note; in small letters. */
  notes: readonly string[]
}

/** Sites that end within this time are expiring. */
const EXPIRING_MS = 3 * DAY_MS
/** Sites that nobody has used for this long are idle. */
const IDLE_MS = DAY_MS
/** Of all words together: they fit into a button. */
const MAX_LENGTH = 300

/** The words for each, in either language. The first is its name. */
const STATES: Record<SiteState, string> = {
  failed: 'failed 失敗 問題発生',
  up: 'up ready running 公開中 稼働中',
  changing: 'changing starting deploying 処理中 デプロイ中',
  asleep: 'asleep sleeping スリープ中 休止中',
  archived: 'archived archive アーカイブ済み アーカイブ 保管',
}
const FLAGS = { isExpiring: 'expiring 期限間近 期限が近い', isIdle: 'idle unused 未使用 アイドル' }
const PREFIXES = {
  owner: 'owner 担当者 担当',
  repository: 'repository repo リポジトリ',
  state: 'state status 状態',
  note: 'note メモ',
}
const prefixNames = ['owner', 'repository', 'state', 'note'] as const
type Prefix = (typeof prefixNames)[number]

const states = wordsFor(siteStates, STATES)
const prefixes = wordsFor(prefixNames, PREFIXES)
const flags = wordsFor(['isExpiring', 'isIdle'], FLAGS)

function wordsFor<const T extends string>(names: readonly T[], words: Record<T, string>): ReadonlyMap<string, T> {
  return new Map(names.flatMap((name) => words[name].split(' ').map((word) => [word, name] as const)))
}

/**
 * Reads the words after `list`: a state (`up`), `expiring`, `idle`, a repository (`acme/website`, or its address), and any other word, which is
 * looked for in what people called the site. `owner:`, `repository:`, `state:`, and `note:` say what a word is.
 * UserError for words that can't be read, or that no site can match together.
 */
export function readSiteFilter(words: readonly string[]): SiteFilter {
  if (words.join(' ').length > MAX_LENGTH) throw new UserError('filter-too-long', { max: MAX_LENGTH })
  const typed = new Map<string, string>()
  let filter: SiteFilter = { texts: [], notes: [] }
  for (const word of words) {
    const read = readWord(word.normalize('NFKC'), filter)
    for (const key of ['owner', 'repository', 'state'] as const) {
      if (!(key in read)) continue
      const first = typed.get(key)
      if (first !== undefined && read[key] !== filter[key])
        throw new UserError('filter-contradictory', { first, second: word })
      typed.set(key, word)
    }
    filter = { ...filter, ...read }
  }
  return filter
}

function readWord(word: string, { texts, notes }: SiteFilter): Partial<SiteFilter> {
  const [, prefix, value = ''] = /^(\p{L}+):(?!\/\/)(.*)$/su.exec(word) ?? []
  const small = word.toLowerCase()
  if (prefix !== undefined) {
    const read = value === '' ? undefined : readPrefixed(prefixes.get(prefix.toLowerCase()), value, notes)
    if (read !== undefined) return read
    throw unreadable(word, prefix, value)
  }
  const state = states.get(small)
  if (state !== undefined) return { state }
  const flag = flags.get(small)
  if (flag !== undefined) return { [flag]: true }
  const source = sourceIn(word)
  return source === undefined ? { texts: [...texts, small] } : { repository: source.repository.toLowerCase() }
}

function readPrefixed(
  prefix: Prefix | undefined,
  value: string,
  notes: readonly string[],
): Partial<SiteFilter> | undefined {
  switch (prefix) {
    case undefined:
      return undefined
    case 'owner': {
      const id = value.toUpperCase()
      return { owner: isSlackUser(id) && /\d/u.test(id) ? id : value }
    }
    case 'repository':
      return { repository: (sourceIn(value)?.repository ?? value).toLowerCase() }
    case 'state': {
      const state = states.get(value.toLowerCase())
      return state && { state }
    }
    case 'note':
      return { notes: [...notes, value.toLowerCase()] }
  }
}

function unreadable(word: string, prefix: string, value: string): UserError {
  const known = prefixes.get(prefix.toLowerCase())
  const meant = known ?? nearest(prefix.toLowerCase(), prefixNames)
  const meantValue = meant === 'state' ? nearest(value.toLowerCase(), siteStates) : value
  const isMeant = meant !== undefined && meantValue !== undefined && meantValue !== ''
  return new UserError('filter-unreadable', { word, ...(isMeant && { nearest: `${meant}:${meantValue}` }) })
}

/** A word that may have been meant for one of those that were typed, in case nothing matches. */
export function meantWord({ texts }: SiteFilter, others: readonly string[] = []): string | undefined {
  const known = [...states.keys(), ...flags.keys(), ...others]
  return texts.map((text) => nearest(text, known)).find((word) => word !== undefined)
}

/** Is all of the filter true of the site? */
export function matchesFilter(site: Site, filter: SiteFilter, now: Instant): boolean {
  const { spec, name } = site
  const repository = spec.repository.toLowerCase()
  const note = (spec.note ?? '').normalize('NFKC').toLowerCase()
  const said = [name, repository, spec.branch.toLowerCase(), note, spec.owner.toLowerCase()]
  return (
    (filter.owner === undefined || spec.owner === filter.owner) &&
    (filter.repository === undefined || repository === filter.repository || isNameOf(filter.repository, repository)) &&
    (filter.state === undefined || stateOf(site) === filter.state) &&
    (filter.isExpiring !== true || isExpiring(site, now)) &&
    (filter.isIdle !== true || isUnused(site, now)) &&
    filter.texts.every((text) => said.some((one) => one.includes(text))) &&
    filter.notes.every((text) => note.includes(text))
  )
}

function isNameOf(name: string, repository: string): boolean {
  return repository.endsWith(`/${name}`)
}

/** It ends soon, unless someone extends it. */
export function isExpiring(site: Site, now: Instant): boolean {
  return isAlive(site) && site.spec.expiresAt < now + EXPIRING_MS
}

/** It's there, awake or asleep, and nobody has used it for long. */
function isUnused(site: Site, now: Instant): boolean {
  const lastUse = lastUseOf(site)
  return isAlive(site) && lastUse > 0 && lastUse <= now - IDLE_MS
}
