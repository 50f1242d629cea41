import { codeHostWording } from '../../../views/code-host-wording.ts'
import type { World } from '../../control/ports.ts'
import { createReconciler } from '../../control/reconcile.ts'
import { createSteps, observers } from '../../control/steps/all.ts'
import { allSites, createSweep, type Sweep } from '../../control/sweep.ts'
import { HOOK_PATH, reportPath } from '../../site/paths.ts'
import type { Policy } from '../../site/policy.ts'
import { HOUR_MS } from '../../site/time.ts'
import { createViewContexts, type ViewContextDeps } from '../../slack/view-contexts.ts'
import { reportTo } from '../../log.ts'
import type { CoreServices } from './core-services.ts'

interface EngineOptions {
  policy: Policy
  locale: string
  place: ViewContextDeps['place']
}

export interface Engine {
  sweep: Sweep
  stop(): Promise<void>
}

/**
 * Starts the reconciler, looks at every site once, and sweeps: then and every hour. Who starts it for minutes at a time would never see a
 * sweep otherwise.
 */
export async function startEngine(
  world: World,
  { queue, store, lookWith, log }: Pick<CoreServices, 'queue' | 'store' | 'lookWith' | 'log'>,
  { policy, locale, place }: EngineOptions,
): Promise<Engine> {
  const { siteUrl } = place
  const steps = createSteps(policy, {
    hookUrl: (name) => `${siteUrl(name)}${HOOK_PATH}`,
    reportUrl: (name) => `${siteUrl(name)}${reportPath(name)}`,
    wording: codeHostWording(createViewContexts({ policy, place, locale }).everybody()),
  })
  const reconcile = createReconciler({ world, policy, observers, steps, log })
  const sweep = createSweep(world, reconcile, log)
  let isStopped = false
  const sweepOnce = async () => {
    if (!isStopped) await sweep()
  }
  lookWith(reconcile)
  const report = (error: unknown) => reportTo(log)({ error })
  const { sites } = await allSites(store)
  for (const { id, name, status } of sites) {
    if (status.alarmAt !== undefined) await world.alarm.set({ id, name }, status.alarmAt)
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
