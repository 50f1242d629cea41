import {
  areUsersAsAsked,
  isAccessAsAsked,
  isArchived,
  isEnvironmentAsAsked,
  isServing,
  isSetUpAsAsked,
  phaseOf,
} from './phase.ts'
import type { Site, TimedStage } from './site.ts'
import { lockOutTime } from './team-loss.ts'

/** What can be under way for a site, as the card shows it. */
export const stages = [
  'launch',
  'start',
  'boot',
  'setUp',
  'access',
  'environment',
  'users',
  'unroute',
  'stop',
  'archive',
  'terminate',
] as const
export type Stage = (typeof stages)[number]

export interface StageProgress {
  stage: Stage
  state: 'done' | 'underWay' | 'left'
  /** How long it took the last time. */
  lastTookMs?: number
}

/** What lies between a site and what it should be, in order; [] when it is there, or is to be deleted. */
export function progressOf(site: Site): StageProgress[] {
  const stages = stagesOf(site)
  const isStuck = phaseOf(site) === 'failed'
  const underWay = isStuck ? undefined : stages.find((stage) => !isDone[stage](site))
  return stages.map((stage) => {
    const state = isDone[stage](site) ? 'done' : stage === underWay ? 'underWay' : 'left'
    const lastTookMs = lastTook(site, stage)
    return { stage, state, ...(lastTookMs !== undefined && { lastTookMs }) }
  })
}

const jobStages = ['access', 'environment', 'users'] as const

function stagesOf(site: Site): Stage[] {
  const { instance, archive } = site.status
  switch (site.spec.desired) {
    case 'up':
      if (isDone.setUp(site)) return jobStages.filter((stage) => !isDone[stage](site))
      return [wasStopped(site) ? 'start' : 'launch', 'boot', 'setUp']
    case 'asleep':
      return isDone.unroute(site) && isDone.stop(site) ? [] : ['unroute', 'stop']
    case 'archived': {
      if (isArchived(site)) return []
      const hasImage = archive !== undefined || (instance !== undefined && wasSetUp(site))
      return ['unroute', 'stop', ...(hasImage ? (['archive'] as const) : []), 'terminate']
    }
    case 'gone':
      return []
  }
}

const isDone: Record<Stage, (site: Site) => boolean> = {
  launch: isRunning,
  start: isRunning,
  boot: (site) => isRunning(site) && site.status.instance?.reachable === true,
  setUp: (site) => isSetUpAsAsked(site) && isServing(site),
  access: isAccessAsAsked,
  environment: isEnvironmentAsAsked,
  // An empty team is checked more than once before its members lose their access.
  users: (site) => areUsersAsAsked(site) || lockOutTime(site) !== undefined,
  unroute: ({ status }) => status.route === undefined,
  stop: ({ status: { instance } }) =>
    instance === undefined || instance.state === 'stopped' || instance.state === 'terminating',
  archive: (site) => {
    const { archive, instance } = site.status
    const isOfThisMachine = instance === undefined || !wasSetUp(site) || archive?.launch === instance.launch
    return archive?.state === 'available' && isOfThisMachine
  },
  terminate: ({ status }) => status.instance === undefined,
}

function isRunning({ status: { instance } }: Site): boolean {
  return instance?.state === 'running'
}

function wasSetUp({ status: { instance, setUp } }: Site): boolean {
  return setUp !== undefined && setUp.launch === instance?.launch
}

/** The machine is started, not launched. */
function wasStopped({ status: { instance } }: Site): boolean {
  return instance !== undefined && (instance.boot > 1 || instance.state === 'stopped' || instance.state === 'stopping')
}

/** A start takes about as long as a launch; the record keeps the last of either. */
const MEASURED: Partial<Record<Stage, TimedStage>> = {
  launch: 'launch',
  start: 'launch',
  boot: 'boot',
  setUp: 'setUp',
}

function lastTook({ status: { durations } }: Site, stage: Stage): number | undefined {
  const measured = MEASURED[stage]
  return measured && durations[measured]
}
