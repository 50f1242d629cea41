import { isConflictError } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import type { SiteStore } from './ports.ts'

const MAX_TRIES = 5

/**
 * Writes down a fact of the world that nobody else would notice. `withFact` gives the site itself when there is nothing
 * new; it is asked again when somebody else saves at the same moment.
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
