import { withDeploy, withFailedDeploy } from '../../site/deploys.ts'
import type { Deploy, Troubles } from '../../site/site.ts'
import type { SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'

/** Writes down what a machine says it serves now. */
export async function recordDeploy(store: SiteStore, name: string, deploy: Deploy): Promise<void> {
  await recordFact(store, name, (site) => withDeploy(site, deploy))
}

/** Writes down why a machine could not deploy what was pushed last. */
export async function recordFailedDeploy(
  store: SiteStore,
  name: string,
  deploy: NonNullable<Troubles['deploy']>,
): Promise<void> {
  await recordFact(store, name, (site) => withFailedDeploy(site, deploy))
}
