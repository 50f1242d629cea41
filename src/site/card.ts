import { canAsk, siteActions, type SiteAction } from './actions.ts'
import { stuckOn, tryingAgain } from './failures.ts'
import { isServing, isSetUpAsAsked, phaseOf, type Phase } from './phase.ts'
import type { Policy } from './policy.ts'
import { purgeTime } from './purge-time.ts'
import type { Deploy, Failure, HistoryEntry, Site, Stage } from './site.ts'
import { stages } from './site.ts'
import type { Instant } from './time.ts'

export interface StageProgress {
  stage: Stage
  state: 'done' | 'underWay' | 'left'
  /** How long it took the last time. */
  lastTookMs?: number
}

/** All that a card shows, and nothing else: when this changes, the card is edited. */
export interface CardFacts {
  name: string
  phase: Phase
  /** While a site is on its way up. */
  progress: StageProgress[]
  repository: string
  branch: string
  deploy?: Deploy
  owner: string
  accessUser: string
  expiresAt: Instant
  /** When the archive is purged. */
  purgeAt?: Instant
  ssh?: { host: string; port: number }
  failure?: { step: string; failure: Pick<Failure, 'reason' | 'detail' | 'retryAt'> }
  actions: SiteAction[]
  lastChange?: HistoryEntry
}

export function cardFacts(site: Site, policy: Policy): CardFacts {
  const { spec, status } = site
  const lastChange = site.history[0]
  const purgeAt = spec.desired === 'archived' ? purgeTime(site, policy) : undefined
  return {
    name: site.name,
    phase: phaseOf(site),
    progress: progressOf(site),
    repository: spec.repository,
    branch: spec.branch,
    owner: spec.owner,
    accessUser: spec.access.user,
    expiresAt: spec.expiresAt,
    actions: siteActions.filter((action) => canAsk(site, action)),
    ...(status.deploy && { deploy: status.deploy }),
    ...(purgeAt !== undefined && { purgeAt }),
    ...(status.instance?.ssh && { ssh: status.instance.ssh }),
    ...failureFacts(site),
    ...(lastChange && { lastChange }),
  }
}

function failureFacts(site: Site): Pick<CardFacts, 'failure'> {
  const found = stuckOn(site) ?? tryingAgain(site)
  if (found === undefined) return {}
  const { reason, detail, retryAt } = found.failure
  const failure = { reason, ...(detail && { detail }), ...(retryAt && { retryAt }) }
  return { failure: { step: found.step, failure } }
}

/** [] once the site is ready, or where it is not on its way up. */
export function progressOf(site: Site): StageProgress[] {
  const phase = phaseOf(site)
  if (site.spec.desired !== 'up' || phase === 'ready') return []
  const { instance, took } = site.status
  const done: Record<Stage, boolean> = {
    launch: instance?.state === 'running',
    boot: instance?.state === 'running' && instance.reachable,
    setUp: isSetUpAsAsked(site) && isServing(site),
  }
  const underWay = phase === 'failed' ? undefined : stages.find((stage) => !done[stage])
  return stages.map((stage) => {
    const state = done[stage] ? 'done' : stage === underWay ? 'underWay' : 'left'
    const lastTookMs = took[stage]
    return { stage, state, ...(lastTookMs !== undefined && { lastTookMs }) }
  })
}
