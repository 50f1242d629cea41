import type { Site } from '../site/site.ts'

/** Nothing of it is left in the world that could be taken away: the record may go, and with it the name. */
export function canFinalize({ spec, status }: Site): boolean {
  const { instance, route, repositoryAccess, archive, superseded, launching, quotaOwner } = status
  const held = repositoryAccess?.revokeSkippedFor === 'gone' ? undefined : repositoryAccess
  const left = [instance, route, held, archive, launching, quotaOwner].filter((part) => part !== undefined)
  return spec.desired === 'gone' && left.length === 0 && superseded.length === 0
}
