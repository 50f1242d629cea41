/** When a message was posted, by its ts (seconds.microseconds). */
export function millisecondsOf(ts: string): number {
  return Math.floor(Number(ts) * 1000)
}
