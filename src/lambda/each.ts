/**
 * Works on all of them, at most `concurrency` at a time. One that fails does not stop the others: returns what was
 * thrown, by item.
 */
export async function each<T>(
  items: Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<Map<T, unknown>> {
  const failures = new Map<T, unknown>()
  // All workers take from one iterator, so that each item is worked on once.
  const rest = new Set(items).values()
  const worker = async () => {
    for (const item of rest) {
      try {
        await work(item)
      } catch (error) {
        failures.set(item, error)
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return failures
}
