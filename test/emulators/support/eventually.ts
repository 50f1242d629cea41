import { setTimeout } from 'node:timers/promises'

const LOOK_MS = 250

/** What `look` gives, as soon as it is not undefined. Rejects when that takes longer, with what `describe` says of it. */
export async function eventually<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | undefined> | T | undefined,
  describe: () => Promise<string> = async () => '',
): Promise<T> {
  const end = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`Not within ${limitMs / 1000} s: ${what}. ${await describe()}`)
    await setTimeout(LOOK_MS)
  }
}
