import type { Job } from '../../control/jobs.ts'
import type { Instances, Shell } from '../../control/ports.ts'
import type { WorkQueue } from '../work-queue.ts'

/** Knows when everything under way has ended, so the clock can skip ahead. */
export function createActivity({
  queue,
  instances,
  shell,
}: {
  queue: Pick<WorkQueue, 'idle'>
  instances: Instances
  shell: Shell
}) {
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
    /** Call this whenever a machine has changed. */
    changed: () => {
      for (const wake of waiting) wake()
      waiting = []
    },
    /** The shell, with its jobs tracked. */
    shell: {
      ...shell,
      start: async (instanceId: string, job: Job) => {
        const commandId = await shell.start(instanceId, job)
        jobs.set(commandId, instanceId)
        return commandId
      },
    },
    /** Resolves once no site is being reconciled, no machine changes its state, no image is being made, and no job runs. */
    idle: async () => {
      for (;;) {
        await queue.idle()
        const next = new Promise<void>((resolve) => waiting.push(resolve))
        if (!(await isBusy())) return
        await next
      }
    },
  }
}
