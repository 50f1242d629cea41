import { isConflictError, LimitError } from '../site/errors.ts'
import { MAX_TRIES } from './max-tries.ts'
import type { LoggedCalls, SiteStore } from './ports.ts'

/** What calls there have been, from what there were; it may throw, and then nothing is saved. It runs again when others save meanwhile. */
type Change = (calls: readonly LoggedCalls[]) => LoggedCalls[]

/** Changes the log of that name, which all processes of the stack share. One that's lost, or can't be read, is empty. */
export function createChangeCallLog(
  store: Pick<SiteStore, 'loadCallLog' | 'saveCallLog'>,
  name: string,
): (change: Change) => Promise<void> {
  const save = async (change: Change) => {
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const { version = 0, calls = [] } = (await store.loadCallLog(name)) ?? {}
      try {
        return await store.saveCallLog(name, { version: version + 1, calls: change(calls) })
      } catch (error) {
        if (!isConflictError(error)) throw error
      }
    }
    throw new LimitError(`Too many processes count their calls at once: ${name}`)
  }
  // One after another, or those of one process would conflict among themselves.
  let last: Promise<unknown> = Promise.resolve()
  return (change) => {
    const saved = last.then(() => save(change))
    last = saved.catch(() => {})
    return saved
  }
}
