import { withDeploy, withFailedDeploy } from '../../site/deploys.ts'
import type { Deploy, Troubles } from '../../site/site.ts'
import type { SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'

/** Records the commit that a machine serves now. */
export async function recordDeploy(store: SiteStore, name: string, deploy: Deploy): Promise<void> {
  await recordFact(store, name, (site) => withDeploy(site, deploy))
}

/** Records why a machine could not deploy the newest commit. */
export async function recordFailedDeploy(
  store: SiteStore,
  name: string,
  deploy: NonNullable<Troubles['deploy']>,
): Promise<void> {
  await recordFact(store, name, (site) => withFailedDeploy(site, deploy))
}
