import assert from 'node:assert/strict'
import type { Instant } from '../../src/site/time.ts'

/** A moment from what people write; with an offset of its own, so that no conversion of ours is behind it. */
export function at(iso: string): Instant {
  assert.match(iso, /T.*(?:Z|[+-]\d\d:\d\d)$/)
  return Date.parse(iso)
}
