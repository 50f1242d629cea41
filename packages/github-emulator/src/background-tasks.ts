export interface BackgroundTasks {
  /** Starts at once; nobody waits for it. */
  start(task: () => Promise<void>): void
  /** Resolves when nothing runs any more, tasks started meanwhile included. */
  idle(): Promise<void>
}

/** @param report gets what tasks reject with */
export function createBackgroundTasks(report: (error: unknown) => void): BackgroundTasks {
  const running = new Set<Promise<void>>()
  const idle = async (): Promise<void> => {
    if (running.size === 0) return
    await Promise.all(running)
    return idle()
  }
  return {
    start: (task) => {
      const run = task()
        .catch(report)
        .finally(() => running.delete(run))
      running.add(run)
    },
    idle,
  }
}
