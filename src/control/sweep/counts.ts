import { phaseOf, phases } from '../../site/phase.ts'
import type { Site } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import type { Resources } from './list-resources.ts'

/** How many sites are in each phase, and how much there is of what costs money; what could not be listed is left out. */
export function countsOf(sites: readonly Site[], { machines, images, routes }: Resources, now: Instant) {
  const inPhase = sites.map(phaseOf)
  const overdueMs = Math.max(0, ...sites.map(({ status: { alarmAt = now } }) => now - alarmAt))
  const machinesIn = (isMeant: (state: string) => boolean) => machines?.filter(({ state }) => isMeant(state)).length
  const counts = {
    ...Object.fromEntries(phases.map((phase) => [sitesIn(phase), inPhase.filter((one) => one === phase).length])),
    OldestUnreconciledSeconds: overdueMs / 1000,
    RunningMachines: machinesIn((state) => state === 'pending' || state === 'running'),
    StoppedMachines: machinesIn((state) => state === 'stopping' || state === 'stopped'),
    Images: images?.length,
    Routes: routes?.length,
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined))
}

/** The metric's name. */
export function sitesIn(phase: string): string {
  return `Sites${phase.charAt(0).toUpperCase()}${phase.slice(1)}`
}
