/** A moment, in milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

export interface Clock {
  now(): Instant
}
