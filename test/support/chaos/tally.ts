/** How often each thing really happened: a promise that was never put to the test is not kept, but empty. */
export interface Tally {
  count(what: string, times?: number): void
  counts(): Record<string, number>
}

export function createTally(): Tally {
  const counts = new Map<string, number>()
  return {
    count: (what, times = 1) => {
      counts.set(what, (counts.get(what) ?? 0) + times)
    },
    counts: () => Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b))),
  }
}
