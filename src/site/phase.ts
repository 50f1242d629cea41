import { stuckOn } from './failures.ts'
import { isToBeResized } from './size.ts'
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

/** Follows from spec and status, and is stored nowhere. */
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
  }
}

function phaseOnTheWayUp(site: Site): Phase {
  const { instance } = site.status
  if (instance === undefined || instance.state === 'terminating') return 'requested'
  if (isToBeResized(site) && instance.state === 'running') return 'waking'
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

/** The newest set-up that was asked for ended well since the machine's last boot. */
export function isSetUpAsAsked({ spec, status }: Site): boolean {
  return isSetUp({ status }) && status.setUp?.revision === spec.setUpRevision
}

/** Some set-up, maybe not the newest that was asked for, ended well since the machine's last boot. */
export function isSetUp({ status: { setUp, instance } }: Pick<Site, 'status'>): boolean {
  return setUp !== undefined && setUp.launch === instance?.launch && setUp.boot === instance.boot
}

/**
 * It was set up before it was stopped, and nothing that visitors would see was asked for since, but for settings, which take a deploy: as
 * soon as it has booted, it serves them.
 */
export function servesOnceBooted(site: Site): boolean {
  const { setUp, instance } = site.status
  const { setUpRevision, settingsBefore } = site.spec
  const isOfSettingsBefore = settingsBefore !== undefined && (setUp?.revision ?? 0) < settingsBefore.revision
  const isRelease = setUp?.revision === setUpRevision || isOfSettingsBefore
  const isAsAsked = isRelease && isAccessAsAsked(site) && isEnvironmentAsAsked(site)
  return hasOwnContent(site) && isAsAsked && instance?.reachable === true
}

/** Visitors need the newest password. */
export function isAccessAsAsked({ spec, status }: Site): boolean {
  return status.access?.revision === spec.access.revision
}

/** The machine had the newest password when it last got anything of how visitors get in. */
export function isPasswordAsAsked({ spec, status }: Site): boolean {
  const { revision, passwordRevision = revision } = spec.access
  return (status.access?.revision ?? 0) >= passwordRevision
}

/** The machine has the newest environment. */
export function isEnvironmentAsAsked({ spec, status }: Site): boolean {
  return (status.environment?.revision ?? 0) === (spec.environment?.revision ?? 0)
}

/** Its environment isn't stored any more. */
export function isEnvironmentRemoved({ spec, status }: Pick<Site, 'spec' | 'status'>): boolean {
  return spec.environment?.key === undefined || spec.environment.key === status.environmentRemoved
}

/** The machine's accounts are those that were last asked for. */
export function areUsersAsAsked({ spec, status }: Site): boolean {
  if (status.users?.revision === spec.usersRevision) return true
  return spec.sshTeam === undefined && !isOfEarlierTeam({ spec, status })
}

/** Those who have accounts are of another team than the one that was chosen since. */
export function isOfEarlierTeam({ spec, status: { users } }: Pick<Site, 'spec' | 'status'>): boolean {
  return users !== undefined && users.revision < (spec.teamRevision ?? 0)
}

/** Visitors reach the machine. */
export function isServing({ status: { route, instance } }: Site): boolean {
  const leadsThere = route?.instanceId === instance?.id && route?.address === instance?.address
  return instance?.state === 'running' && leadsThere && route?.leaving !== true && route?.prepared !== true
}

function isStopped({ status: { instance } }: Site): boolean {
  return instance === undefined || instance.state === 'stopped'
}

/** Its machine was set up, so there may be something on it that is in no image. */
export function hasOwnContent({ status: { setUp, instance } }: Pick<Site, 'status'>): boolean {
  return setUp !== undefined && setUp.launch === instance?.launch
}

/** The image is gone, and there is no machine: nothing is left to restore. */
export function isArchiveLost({ status: { archive, instance } }: Pick<Site, 'status'>): boolean {
  return archive?.missing === true && instance === undefined
}

/** Its image is available, and nothing else is left. */
export function isArchived({ spec, status }: Site): boolean {
  return (
    spec.desired === 'archived' &&
    status.archive?.state === 'available' &&
    status.archive.missing !== true &&
    status.instance === undefined &&
    status.route === undefined
  )
}

/** No resources of it are left, so the record can be removed, which frees the name. */
export function canFinalize(site: Site): boolean {
  const { spec, status } = site
  const { instance, route, repositoryAccess, archive, superseded, launching, quotaOwner } = status
  const held = repositoryAccess?.revokeSkippedFor === 'gone' ? undefined : repositoryAccess
  const left = [instance, route, held, archive, launching, quotaOwner].filter((part) => part !== undefined)
  return spec.desired === 'gone' && left.length === 0 && superseded.length === 0 && isEnvironmentRemoved(site)
}
