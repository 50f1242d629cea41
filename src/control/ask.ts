import { siteActions, type SiteAction } from '../site/actions.ts'
import { isConflictError } from '../site/errors.ts'
import { type Actor, expectPermitted } from '../site/permissions.ts'
import type { Policy } from '../site/policy.ts'
import type { RequestContext } from '../site/requests/change.ts'
import { POKOPOKO, type Site } from '../site/site.ts'
import { UserError } from '../site/user-error.ts'
import type { Clock, SiteStore } from './ports.ts'
import { reserveQuota } from './quota.ts'

/** Which site is meant. With `id`, not another one that bears the name by now. */
export interface Target {
  name: string
  id?: string
}

/** A request of `src/site/requests`, its arguments filled in. */
export type Request = (site: Site, asked: RequestContext) => Site

/** The reconciler saves at the same moment now and then; people hardly ever do. */
const MAX_TRIES = 5

/** UserError `no-such-site` when there is none. */
export async function findSite(store: SiteStore, { name, id }: Target): Promise<Site> {
  const site = await store.load(name)
  if (site === undefined || (id !== undefined && site.id !== id)) throw new UserError('no-such-site', { name })
  return site
}

export interface AskDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
}

/**
 * Grants what somebody asks: the one way in which any front end changes a site. Returns it as saved; the reconciler
 * does the rest. UserError when there is no such site, when it cannot be asked now, or not by them.
 */
export function ask({ policy, ...deps }: AskDeps, target: Target, actor: Actor, request: Request): Promise<Site> {
  return granted(deps, target, actor.by, async (site, asked) => {
    const next = request(site, asked)
    expectPermitted(actor, site, actionOf(next, site), policy)
    await reserveQuota(deps.store, next, site, policy)
    return next
  })
}

/** The same for what nobody asks: pokopoko itself has reason to. */
export function change(deps: Pick<AskDeps, 'store' | 'clock'>, target: Target, request: Request): Promise<Site> {
  return granted(deps, target, POKOPOKO, request)
}

async function granted(
  { store, clock }: Pick<AskDeps, 'store' | 'clock'>,
  target: Target,
  by: string,
  request: (...args: Parameters<Request>) => Site | Promise<Site>,
): Promise<Site> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const site = await findSite(store, target)
    try {
      return await store.save(await request(site, { by, now: clock.now() }))
    } catch (error) {
      if (!isConflictError(error)) throw error
    }
  }
  throw new UserError('changed-meanwhile', { name: target.name })
}

/** What was asked, by the line that every request adds to the history: nothing is granted under another name. */
function actionOf(next: Site, { history: [last] }: Site): SiteAction {
  const [line] = next.history
  const action = siteActions.find((one) => one === line?.action)
  if (line === last || action === undefined) throw new Error('What is asked adds a line to the history')
  return action
}
