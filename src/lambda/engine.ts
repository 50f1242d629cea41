import pMemoize from 'p-memoize'
import { codeHostWording } from '../../views/code-host-wording.ts'
import { ssmClient } from '../aws/clients.ts'
import { loadSecrets } from '../aws/secrets.ts'
import type { EngineSettings } from '../aws/settings.ts'
import { toConfig } from '../config.ts'
import type { World } from '../control/ports.ts'
import { createReconciler, type Reconcile } from '../control/reconcile.ts'
import { createSteps, observers } from '../control/steps/all.ts'
import type { Log } from '../log.ts'
import { HOOK_PATH, reportPath } from '../site/paths.ts'
import { createViewContexts } from '../slack/view-contexts.ts'
import { siteAddresses } from './site-addresses.ts'
import { createAwsWorld } from './world.ts'

/** What the functions that act share: the world, and what looks at sites in it. Made once a container. */
export function keepEngine(settings: EngineSettings, log: Log): () => Promise<{ world: World; reconcile: Reconcile }> {
  const secrets = pMemoize(() => loadSecrets(ssmClient(), settings.secretsPath))
  // Asked for while the rest is loaded; whoever needs them hears of a failure, and asks again.
  secrets().catch(() => {})
  return pMemoize(async () => {
    const world = createAwsWorld(settings, await secrets())
    const { policy, locale } = toConfig(settings)
    const place = siteAddresses(settings.domain)
    const { siteUrl } = place
    const everybody = createViewContexts({ policy, place, locale }).everybody()
    const steps = createSteps(policy, {
      hookUrl: (name) => `${siteUrl(name)}${HOOK_PATH}`,
      reportUrl: (name) => `${siteUrl(name)}${reportPath(name)}`,
      wording: codeHostWording(everybody),
    })
    return { world, reconcile: createReconciler({ world, policy, observers, steps, log }) }
  })
}
