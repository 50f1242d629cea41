import pMemoize from 'p-memoize'
import { ssmClient } from '../aws/clients.ts'
import { loadSecrets } from '../aws/secrets.ts'
import type { EngineSettings } from '../aws/settings.ts'
import { toConfig } from '../config.ts'
import type { World } from '../control/ports.ts'
import type { Reconcile } from '../control/reconcile.ts'
import { createEngine } from '../engine.ts'
import type { Log } from '../log.ts'
import { siteAddresses } from './site-addresses.ts'
import { createAwsWorld } from './world.ts'

/** What the functions that act share: the world, and what looks at sites in it. Made once a container. */
export function keepEngine(settings: EngineSettings, log: Log): () => Promise<{ world: World; reconcile: Reconcile }> {
  const secrets = pMemoize(() => loadSecrets(ssmClient(), settings.secretsPath))
  // Asked for while the rest is loaded; whoever needs them hears of a failure, and asks again.
  secrets().catch(() => {})
  return pMemoize(async () => {
    const world = createAwsWorld(settings, await secrets())
    return { world, reconcile: createEngine({ world, ...toConfig(settings), place: siteAddresses(settings.domain), log }) }
  })
}
