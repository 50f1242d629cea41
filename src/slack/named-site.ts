import { closest, distance } from 'fastest-levenshtein'
import { commandText } from '../../views/help.ts'
import type { ViewContext } from '../../views/view-context.ts'
import type { SiteStore } from '../control/ports.ts'
import type { Target } from '../control/run-operation.ts'
import type { CommandName } from '../site/commands.ts'
import { isUserError, UserError } from '../site/user-error.ts'
import type { Caller } from './commands/command.ts'

/** The number of names to compare with: those the caller is likely to mean. */
const CANDIDATES = 50
const NEAR = 2

/**
 * Runs `work` with the named site. UserError `name-missing` without a name; `no-such-site` suggests the closest name of the caller's or the
 * channel's sites.
 */
export async function namedSite<T>(
  typed: string | undefined,
  command: CommandName,
  { user, channel, viewContext }: Pick<Caller, 'user' | 'channel' | 'viewContext'>,
  store: SiteStore,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  if (typed === undefined) throw new UserError('name-missing', { usage: commandText(command, viewContext).usage })
  // Names are lowercase.
  const name = nameInAddress(typed, viewContext) ?? typed.toLowerCase()
  try {
    return await work({ name })
  } catch (error) {
    if (!isUserError(error) || error.code !== 'no-such-site') throw error
    const [mine, here] = await Promise.all([
      store.list({ by: 'owner', owner: user }, { limit: CANDIDATES }),
      store.list({ by: 'channel', channel }, { limit: CANDIDATES }),
    ])
    const names = [...mine.sites, ...here.sites].map((site) => site.name)
    const nearest = names.length === 0 ? '' : closest(name, names)
    throw distance(name, nearest) <= NEAR ? new UserError('no-such-site', { name, nearest }) : error
  }
}

/** The name in a site's address or host, with or without a port; undefined for any other text. */
export function nameInAddress(typed: string, { siteHost }: Pick<ViewContext, 'siteHost'>): string | undefined {
  const [, host = ''] = /^(?:https?:\/\/)?(?:[^/@]*@)?([^/?#]+)/iu.exec(typed) ?? []
  const [domain = ''] = siteHost('-').slice(1).split(':')
  const [plainHost = ''] = host.toLowerCase().split(':')
  const name = plainHost.slice(0, -domain.length)
  return plainHost.endsWith(domain) && /^[a-z0-9-]+$/u.test(name) ? name : undefined
}
