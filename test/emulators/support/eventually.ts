import { setTimeout } from 'node:timers/promises'

const LOOK_MS = 250
/** It takes seconds: only what never comes takes minutes, also on a busy computer. */
const NEVER_MS = 5 * 60_000

/** What `look` gives, as soon as it is not undefined. Rejects when that never comes, with what `describe` says of it. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  describe: () => Promise<string> = async () => '',
): Promise<T> {
  const end = Date.now() + NEVER_MS
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`It never comes: ${what}. ${await describe()}`)
    await setTimeout(LOOK_MS)
  }
}
