import { isConflictError } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import { MAX_TRIES } from './max-tries.ts'
import type { SiteStore } from './ports.ts'

/**
 * Saves a fact that no observer would see. `withFact` returns the same site when it is known already; it is called again when another
 * process saves at the same moment.
 */
export async function recordFact(store: SiteStore, name: string, withFact: (site: Site) => Site): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const site = await store.load(name)
    const known = site && withFact(site)
    if (known === undefined || known === site) return
    try {
      await store.save(known)
      return
    } catch (error) {
      if (!isConflictError(error) || attempt === MAX_TRIES) throw error
    }
  }
}
