import type { Listed } from '../../../views/action-ids.ts'
import { readSiteFilter } from '../../site/site-filter.ts'
import { UserError } from '../../site/user-error.ts'
import { listSites } from '../list-sites.ts'
import type { Command } from './command.ts'
import { scopes } from './list-scopes.ts'
import { mentionedUser } from './parse.ts'

/** `[mine|all|channel] [WORDS]`: without words one's own sites, with words those of everybody. */
export const listCommand: Command = async (words, { user, channel, viewContext }, { store, clock }) =>
  listSites(store, { ...listed(words), user, channel }, viewContext, clock.now())

function listed(typed: readonly string[]): Listed {
  const named = typed.filter((word) => scopes.has(word.toLowerCase()))
  const [first, second] = named
  if (first !== undefined && second !== undefined) throw new UserError('filter-contradictory', { first, second })
  const scope = first === undefined ? undefined : scopes.get(first.toLowerCase())
  const words = typed.filter((word) => !named.includes(word)).map(withUser)
  if (scope !== undefined) return { kind: scope, words }
  if (readSiteFilter(words).state !== 'archived') return { kind: words.length === 0 ? 'mine' : 'all', words }
  return { kind: 'archived', words: words.filter((word) => readSiteFilter([word]).state === undefined) }
}

/** `@USER` and `owner:@USER`, with the user's id. */
function withUser(word: string): string {
  const [, prefix = 'owner:', mention] = /^([^<]*:)?(<.*)$/su.exec(word) ?? []
  const user = mentionedUser(mention)
  return user === undefined ? word : `${prefix}${user}`
}
