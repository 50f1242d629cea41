import { withDeploy } from '../site/deploys.ts'
import type { Deploy } from '../site/site.ts'
import type { SiteStore } from './ports.ts'
import { recordFact } from './record-fact.ts'

/** Writes down what a machine says it serves now. */
export async function recordDeploy(store: SiteStore, name: string, deploy: Deploy): Promise<void> {
  await recordFact(store, name, (site) => withDeploy(site, deploy))
}
