import { ConflictError } from '../site/errors.ts'
import type { Asked } from '../site/requests/change.ts'
import type { Site } from '../site/site.ts'
import { UserError } from '../site/user-error.ts'
import type { Clock, SiteStore } from './ports.ts'

/** Which site is meant. With `id`, not another one that bears the name by now. */
export interface Target {
  name: string
  id?: string
}

/** A request of `src/site/requests`, its arguments filled in. */
export type Request = (site: Site, asked: Asked) => Site

/** The reconciler saves at the same moment now and then; people hardly ever do. */
const MAX_TRIES = 5

/** UserError `no-such-site` when there is none. */
export async function findSite(store: SiteStore, { name, id }: Target): Promise<Site> {
  const site = await store.load(name)
  if (site === undefined || (id !== undefined && site.id !== id)) throw new UserError('no-such-site', { name })
  return site
}

/**
 * Grants what `by` asks: the one way in which any front end changes a site. Returns it as saved; the reconciler
 * does the rest. UserError when there is no such site, or it cannot be asked now.
 */
export async function ask(
  { store, clock }: { store: SiteStore; clock: Clock },
  target: Target,
  by: string,
  request: Request,
): Promise<Site> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const site = await findSite(store, target)
    try {
      return await store.save(request(site, { by, now: clock.now() }))
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error
    }
  }
  throw new UserError('changed-meanwhile', { name: target.name })
}
