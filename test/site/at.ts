import assert from 'node:assert/strict'
import type { Instant } from '../../src/site/time.ts'

/** A moment from what people write; with an offset of its own, so that no conversion of ours is behind it. */
export function at(iso: string): Instant {
  assert.match(iso, /T.*(?:Z|[+-]\d\d:\d\d)$/)
  return Date.parse(iso)
}

/** Moments as people write them in UTC, to the minute. */
export function shown(moments: Instant[]): string[] {
  return moments.map((moment) => new Date(moment).toISOString().slice(0, 16))
}
