/** Works on at most `concurrency` names at once, and never twice on one. `onError` gets what `work` rejects with. */
export function createWorkQueue({
  work,
  concurrency,
  onError,
}: {
  work: (name: string) => Promise<void>
  concurrency: number
  onError: (error: unknown, name: string) => void
}) {
  const waiting = new Set<string>()
  const active = new Set<string>()
  let stopped = false
  let idlers: (() => void)[] = []

  const run = async (name: string) => {
    try {
      await work(name)
    } catch (error) {
      onError(error, name)
    } finally {
      active.delete(name)
      next()
    }
  }
  const next = () => {
    for (const name of waiting) {
      if (active.size >= concurrency) return
      if (active.has(name)) continue
      waiting.delete(name)
      active.add(name)
      void run(name)
    }
    if (active.size > 0) return
    for (const resolve of idlers) resolve()
    idlers = []
  }
  const idle = async () => {
    if (active.size + waiting.size > 0) await new Promise<void>((resolve) => idlers.push(resolve))
  }
  return {
    /**
     * Queues it. Does nothing while it waits; while it's being worked on, it's worked on once more afterwards. After `stop` this does
     * nothing.
     */
    add: (name: string) => {
      if (stopped) return
      waiting.add(name)
      // Not now: `work` would run in the middle of the caller's work.
      queueMicrotask(next)
    },
    /** Resolves when nothing is queued or being worked on. */
    idle,
    /** Drops the queue; resolves when what is being worked on is done. */
    stop: () => {
      stopped = true
      waiting.clear()
      return idle()
    },
  }
}

export type WorkQueue = ReturnType<typeof createWorkQueue>
