import { assertNever } from './assert-never.ts'
import { stuckOn } from './failures.ts'
import type { Site } from './site.ts'

export const phases = [
  'requested',
  'launching',
  'booting',
  'settingUp',
  'ready',
  'goingToSleep',
  'asleep',
  'waking',
  'archiving',
  'archived',
  'purging',
  'failed',
] as const
export type Phase = (typeof phases)[number]

/** Where a site stands: follows from spec and status alone, and is stored nowhere. */
export function phaseOf(site: Site): Phase {
  if (stuckOn(site) !== undefined) return 'failed'
  switch (site.spec.desired) {
    case 'up':
      return phaseOnTheWayUp(site)
    case 'asleep':
      return isStopped(site) && site.status.route === undefined ? 'asleep' : 'goingToSleep'
    case 'archived':
      return isArchived(site) ? 'archived' : 'archiving'
    case 'gone':
      return 'purging'
    default:
      return assertNever(site.spec.desired)
  }
}

function phaseOnTheWayUp(site: Site): Phase {
  const { instance } = site.status
  if (instance === undefined || instance.state === 'terminating') return 'requested'
  const slept = instance.boot > 1 && site.status.setUp?.launch === instance.launch
  if (instance.state === 'stopped' || instance.state === 'stopping') return 'waking'
  if (instance.state === 'pending') return slept ? 'waking' : 'launching'
  if (isServing(site) && isSetUpAsAsked(site)) return 'ready'
  if (slept && site.status.setUp?.boot !== instance.boot) return 'waking'
  return instance.reachable ? 'settingUp' : 'booting'
}

/** It has or will have a machine that people want. */
export function isAlive({ spec }: Pick<Site, 'spec'>): boolean {
  return spec.desired === 'up' || spec.desired === 'asleep'
}

/** The set-up that was asked for was made on the machine as it runs now. */
export function isSetUpAsAsked({ spec, status }: Site): boolean {
  return isSetUp({ status }) && status.setUp?.revision === spec.setUpRevision
}

/** Some set-up was made on the machine as it runs now, maybe not the newest asked for. */
export function isSetUp({ status: { setUp, instance } }: Pick<Site, 'status'>): boolean {
  return setUp !== undefined && setUp.launch === instance?.launch && setUp.boot === instance.boot
}

/** Visitors need the password that was last chosen. */
export function isAccessAsAsked({ spec, status }: Site): boolean {
  return status.access?.revision === spec.access.revision
}

/** The machine lets in whom the team had when it was last asked to look. */
export function areUsersAsAsked({ spec, status }: Site): boolean {
  return spec.sshTeam === undefined || status.users?.revision === spec.usersRevision
}

/** Visitors reach it. */
export function isServing({ status: { route, instance } }: Site): boolean {
  const leadsThere = route?.instanceId === instance?.id && route?.address === instance?.address
  return instance?.state === 'running' && route !== undefined && leadsThere && route.leaving !== true
}

function isStopped({ status: { instance } }: Site): boolean {
  return instance === undefined || instance.state === 'stopped'
}

/** An image is safe and nothing else is left. */
export function isArchived({ spec, status }: Site): boolean {
  return (
    spec.desired === 'archived' &&
    status.archive?.state === 'available' &&
    status.instance === undefined &&
    status.route === undefined
  )
}

/** Nothing of it is left in the world that could be taken away: the record may go, and with it the name. */
export function canFinalize({ spec, status }: Site): boolean {
  const { instance, route, repositoryAccess, archive, superseded, launching, quotaOwner } = status
  const held = repositoryAccess?.revokeSkippedFor === 'gone' ? undefined : repositoryAccess
  const left = [instance, route, held, archive, launching, quotaOwner].filter((part) => part !== undefined)
  return spec.desired === 'gone' && left.length === 0 && superseded.length === 0
}
