export interface Background {
  /** Begins at once; nobody waits for it. */
  start(task: () => Promise<void>): void
  /** Resolves when nothing is under way, what was started meanwhile included. */
  settled(): Promise<void>
}

/** @param report hears what tasks reject with */
export function createBackground(report: (error: unknown) => void): Background {
  const running = new Set<Promise<void>>()
  const settled = async (): Promise<void> => {
    if (running.size === 0) return
    await Promise.all(running)
    return settled()
  }
  return {
    start: (task) => {
      const run = task()
        .catch(report)
        .finally(() => running.delete(run))
      running.add(run)
    },
    settled,
  }
}
