import type { Instances, Shell } from '../../control/ports.ts'
import type { WorkQueue } from '../work-queue.ts'

export interface Settling {
  /** The shell, its jobs watched. */
  shell: Shell
  /** To be called whenever a machine has done something. */
  noticed(): void
  /** Resolves once no site is being looked at, no machine changes its state, no image is made and no job runs. */
  settled(): Promise<void>
}

/** Knows when all that was set off has come to its end, so that time may be skipped further. */
export function createSettling({
  queue,
  instances,
  shell,
}: {
  queue: Pick<WorkQueue, 'idle'>
  instances: Instances
  shell: Shell
}): Settling {
  const jobs = new Map<string, string>()
  let waiting: (() => void)[] = []

  const isBusy = async (): Promise<boolean> => {
    const { machines, images } = await instances.list()
    const isMoving = machines.some(({ state }) => state !== 'running' && state !== 'stopped')
    return isMoving || images.some(({ state }) => state === 'pending') || (await isAnyJobRunning())
  }
  const isAnyJobRunning = async () => {
    for (const [commandId, instanceId] of jobs) {
      const result = await shell.result(instanceId, commandId)
      if (result?.state === 'running') return true
      jobs.delete(commandId)
    }
    return false
  }
  return {
    noticed: () => {
      for (const wake of waiting) wake()
      waiting = []
    },
    shell: {
      ...shell,
      start: async (instanceId, job) => {
        const commandId = await shell.start(instanceId, job)
        jobs.set(commandId, instanceId)
        return commandId
      },
    },
    settled: async () => {
      for (;;) {
        await queue.idle()
        const next = new Promise<void>((resolve) => waiting.push(resolve))
        if (!(await isBusy())) return
        await next
      }
    },
  }
}
