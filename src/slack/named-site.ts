import { closest, distance } from 'fastest-levenshtein'
import type { CommandName } from '../../views/text/commands.ts'
import type { Target } from '../control/ask.ts'
import type { Site } from '../site/site.ts'
import { UserError } from '../site/user-error.ts'
import { siteNameIn } from './commands/site-name.ts'
import type { ListenerDeps } from './listener-deps.ts'
import type { Caller } from './commands/command.ts'
import { isUserError } from '../site/user-error.ts'

/** Names to compare with: those the asker is likely to mean. */
const CANDIDATES = 50
const NEAR = 2

/**
 * Does `work` with the site that the first word names. UserError `name-missing` without a word; `no-such-site` says
 * which name of the asker's or the channel's sites is nearest.
 */
export async function namedSite(
  [typed]: string[],
  command: CommandName,
  asker: Pick<Caller, 'user' | 'channel' | 'viewContext'>,
  { store }: Pick<ListenerDeps, 'store'>,
  work: (target: Target) => Promise<Site>,
): Promise<Site> {
  if (typed === undefined)
    throw new UserError('name-missing', { usage: asker.viewContext.texts.commands[command].usage })
  const name = siteNameIn(typed, asker.viewContext)
  try {
    return await work({ name })
  } catch (error) {
    if (!isUserError(error) || error.code !== 'no-such-site') throw error
    const [mine, here] = await Promise.all([
      store.list({ by: 'owner', owner: asker.user }, { limit: CANDIDATES }),
      store.list({ by: 'channel', channel: asker.channel }, { limit: CANDIDATES }),
    ])
    const names = [...mine.sites, ...here.sites].map((site) => site.name)
    const nearest = names.length === 0 ? '' : closest(name, names)
    throw distance(name, nearest) <= NEAR ? new UserError('no-such-site', { name, nearest }) : error
  }
}
