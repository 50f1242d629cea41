import assert from 'node:assert/strict'
import { MINUTE_MS } from '../../src/site/time.ts'

/** It takes seconds: only what never comes takes minutes, also on a busy computer. */
const NEVER_MS = 5 * MINUTE_MS

/** What `look` sees, once there is something. Real machines have no clock to drive. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  const end = Date.now() + NEVER_MS
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > end) assert.fail(`it never comes: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
