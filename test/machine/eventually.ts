import assert from 'node:assert/strict'

/** Ends when nothing of it was true for so long. Real machines have no clock to drive. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  what: string,
  seconds = 40,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > end) assert.fail(`not in ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
