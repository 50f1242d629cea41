import assert from 'node:assert/strict'
import type { FakeClock } from './fake-clock.ts'

/** Waits for up to an hour of the fake clock, in steps of a second. */
export async function eventually(clock: FakeClock, isSo: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < 3600; step++) {
    if (await isSo()) return
    clock.advance(1000)
  }
  assert.fail('it never comes to that')
}
