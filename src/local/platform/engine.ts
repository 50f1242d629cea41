import type { Ports } from '../../control/ports.ts'
import { createEngine } from '../../engine.ts'
import { createSweep } from '../../control/sweep/sweep.ts'
import { allSites } from '../../control/all-sites.ts'
import { HOUR_MS } from '../../site/time.ts'
import type { ViewContextDeps } from '../../../views/view-context.ts'
import type { CoreServices } from './core-services.ts'

/**
 * Starts the reconciler, looks at every site once, and sweeps: then and every hour. Who starts it for minutes at a time would never see a
 * sweep otherwise.
 */
export async function startEngine(
  ports: Ports,
  {
    queue,
    store,
    reconcileWith,
    webhookKey,
    log,
    report,
  }: Pick<CoreServices, 'queue' | 'store' | 'reconcileWith' | 'webhookKey' | 'log' | 'report'>,
  { policy, locale, addresses }: ViewContextDeps,
) {
  const reconcile = createEngine({ ports, policy, locale, addresses, webhookKey, log })
  const sweep = createSweep(ports, reconcile, log, policy)
  let isStopped = false
  const sweepOnce = async () => {
    if (!isStopped) await sweep()
  }
  reconcileWith(reconcile)
  const { sites } = await allSites(store)
  for (const { id, name, status } of sites) {
    if (status.alarmAt !== undefined) await ports.alarm.set({ id, name }, status.alarmAt)
    // Saved just before a crash, maybe, or overtaken by events meanwhile.
    queue.add(name)
  }
  let sweeping = queue.idle().then(sweepOnce).catch(report)
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweepOnce).catch(report)
  }, HOUR_MS).unref()
  return {
    sweep,
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await queue.stop()
      await sweeping
    },
  }
}
