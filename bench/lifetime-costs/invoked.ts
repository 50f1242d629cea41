import { CALL_SECONDS, FUNCTION_GB, INVOCATION_SECONDS } from './prices.ts'
import { allCalls, type Tally } from './tally.ts'

/** One invocation of a function; how long it takes follows from the calls that it makes. */
export async function invoked(tally: Tally, work: () => Promise<void>): Promise<void> {
  const before = allCalls(tally)
  await work()
  tally.invocations += 1
  tally.gbSeconds += FUNCTION_GB * (INVOCATION_SECONDS + CALL_SECONDS * (allCalls(tally) - before))
}
