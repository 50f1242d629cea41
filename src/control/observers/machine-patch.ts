import type { Site, SiteStatus } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import type { Machine } from '../ports.ts'
import type { StatusPatch } from '../step.ts'

type Instance = NonNullable<SiteStatus['instance']>

/** The status of a machine as the platform describes it; undefined: it is gone. */
export function machinePatch(site: Site, machine: Machine | undefined, now: Instant): StatusPatch {
  const before = site.status.instance
  if (machine === undefined)
    return { instance: undefined, command: undefined, troubles: undefined, deploying: undefined }
  const known = before?.id === machine.id ? before : undefined
  const boot = bootOf(known, machine)
  const isSameBoot = known?.boot === boot
  const isRunning = machine.state === 'running'
  // What it reported of its programs and its deploy no longer holds.
  const isOver = !isRunning || !isSameBoot
  const instance: Instance = {
    id: machine.id,
    launch: machine.launch,
    state: machine.state,
    since: known?.state === machine.state ? known.since : now,
    boot,
    reachable: isRunning && isSameBoot && known.reachable,
    ...(known?.sizeRevision !== undefined && { sizeRevision: known.sizeRevision }),
    ...(known?.resized && machine.state === 'stopped' && { resized: true }),
    ...(known?.unusable && { unusable: true }),
    ...(known?.state === 'stopping' && machine.state === 'stopping' && forced(known)),
    ...(isRunning && machine.address !== undefined && { address: machine.address }),
    ...(isRunning && machine.ssh !== undefined && { ssh: machine.ssh }),
  }
  const hasStarted = isRunning && known?.state === 'pending'
  return {
    instance,
    ...(isOver && { troubles: undefined, deploying: undefined }),
    ...(hasStarted && { durations: { ...site.status.durations, launch: now - known.since } }),
  }
}

function forced({ forcedAt }: Instance): Pick<Instance, 'forcedAt'> {
  return forcedAt === undefined ? {} : { forcedAt }
}

/** Counts a start by others: a machine that was stopped and now is up. */
function bootOf(known: Instance | undefined, machine: Machine): number {
  if (known === undefined) return 1
  const isUp = machine.state === 'pending' || machine.state === 'running'
  return known.state === 'stopped' && isUp ? known.boot + 1 : known.boot
}
