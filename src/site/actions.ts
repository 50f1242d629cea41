import { ownerAbsence } from './contact.ts'
import { isArchived, isSetUpAsAsked, phaseOf } from './phase.ts'
import { stuckOn } from './failures.ts'
import type { Action, Site } from './site.ts'

/** What people can ask of a site that exists. */
export const siteActions = [
  'extend',
  'sleep',
  'wake',
  'delete',
  'deleteWithoutArchive',
  'restore',
  'changePassword',
  'redeploy',
  'refreshUsers',
  'retry',
  'handOver',
  'adopt',
] as const satisfies readonly Action[]
export type SiteAction = (typeof siteActions)[number]

/** Does it make sense to ask this now? Buttons are shown, and requests granted, by this table alone. */
const makesSense: Record<SiteAction, (site: Site) => boolean> = {
  extend: isAlive,
  sleep: (site) => site.spec.desired === 'up' && phaseOf(site) !== 'failed' && isSetUpAsAsked(site),
  wake: (site) => site.spec.desired === 'asleep',
  delete: isAlive,
  deleteWithoutArchive: (site) => site.spec.desired !== 'gone',
  restore: (site) => site.spec.desired === 'archived' && (site.status.instance !== undefined || isArchived(site)),
  changePassword: isAlive,
  refreshUsers: (site) => site.spec.sshTeam !== undefined && isAlive(site),
  redeploy: (site) => site.spec.desired === 'up',
  retry: (site) => stuckOn(site) !== undefined,
  handOver: (site) => site.spec.desired !== 'gone',
  adopt: (site) => site.spec.desired !== 'gone' && ownerAbsence(site) !== undefined,
}

export function canAsk(site: Site, action: SiteAction): boolean {
  return makesSense[action](site)
}

/** It has or will have a machine that people want. */
function isAlive(site: Site): boolean {
  return site.spec.desired === 'up' || site.spec.desired === 'asleep'
}
