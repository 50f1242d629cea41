/** Waits for conditions that change only when something is reported. */
export interface Signal {
  report(): void
  /** Resolves when `isSo` gives true, checked now and after every report. */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>
}

export function createSignal(): Signal {
  let count = 0
  const waiting: (() => void)[] = []
  return {
    report: () => {
      count += 1
      for (const wake of waiting.splice(0)) wake()
    },
    until: async (isSo) => {
      for (;;) {
        const before = count
        if (await isSo()) return
        // Something may have been reported while we checked.
        if (count === before) await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}
