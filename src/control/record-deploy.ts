import { withDeploy } from '../site/deploys.ts'
import { ConflictError } from '../site/errors.ts'
import type { Deploy } from '../site/site.ts'
import type { SiteStore } from './ports.ts'

const MAX_TRIES = 5

/** Writes down what a machine says it serves now: a fact of the world, which nobody else would notice. */
export async function recordDeploy(store: SiteStore, name: string, deploy: Deploy): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const site = await store.load(name)
    const known = site && withDeploy(site, deploy)
    if (known === undefined || known === site) return
    try {
      await store.save(known)
      return
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === MAX_TRIES) throw error
    }
  }
}
