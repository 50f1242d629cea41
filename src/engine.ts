import { codeHostWording } from '../views/code-host-wording.ts'
import type { Ports } from './control/ports.ts'
import { cloneSecret } from './control/clone-tokens.ts'
import { createReconciler, type Reconcile } from './control/reconcile.ts'
import { createSteps, observers } from './control/steps/all.ts'
import type { Log } from './log.ts'
import { cloneTokenPath, HOOK_PATH, picturePath, reportPath } from './site/paths.ts'
import type { Policy } from './site/policy.ts'
import { shareKey } from './site/share-cookie.ts'
import { webhookSecret } from './site/webhook-secret.ts'
import { createViewContexts, type ViewContextDeps } from '../views/view-context.ts'

/** The reconciler with all its observers and steps, as every platform runs it. */
export function createEngine({
  ports,
  policy,
  locale,
  addresses,
  webhookKey,
  log,
}: ViewContextDeps & {
  ports: Ports
  policy: Policy
  /** Of which the secrets of webhooks, and the keys of clients' cookies, are derived. */
  webhookKey: string
  log: Log
}): Reconcile {
  const { siteUrl } = addresses
  const steps = createSteps(policy, {
    siteUrl,
    hookUrl: (name) => `${siteUrl(name)}${HOOK_PATH}`,
    hookSecret: (id) => webhookSecret(webhookKey, id),
    shareKey: (id) => shareKey(webhookKey, id),
    cloneTokenUrl: (name) => `${siteUrl(name)}${cloneTokenPath(name)}`,
    cloneSecret: (id, launch) => cloneSecret(webhookKey, id, launch),
    reportUrl: (name) => `${siteUrl(name)}${reportPath(name)}`,
    pictureUrl: (name) => `${siteUrl(name)}${picturePath(name)}`,
    wording: codeHostWording(createViewContexts({ policy, addresses, locale }).everybody()),
  })
  return createReconciler({ ports, policy, observers, steps, log })
}
