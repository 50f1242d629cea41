/** What was used up. */
export interface Tally {
  /** Calls to AWS, by service; those to the table included. */
  calls: Record<string, number>
  invocations: number
  /** GB-seconds of functions. */
  gbSeconds: number
  /** DynamoDB request units. */
  readUnits: number
  writeUnits: number
  /** One-shot schedules that went off. */
  alarms: number
  s3Puts: number
}

export function emptyTally(): Tally {
  return { calls: {}, invocations: 0, gbSeconds: 0, readUnits: 0, writeUnits: 0, alarms: 0, s3Puts: 0 }
}

export function count(tally: Tally, calls: Record<string, number>): void {
  for (const [service, times] of Object.entries(calls)) tally.calls[service] = (tally.calls[service] ?? 0) + times
}

export function allCalls({ calls }: Tally): number {
  return Object.values(calls).reduce((sum, times) => sum + times, 0)
}

/** So many times as much. */
export function times(tally: Tally, factor: number): Tally {
  const { calls, ...numbers } = tally
  const multiplied = (record: Record<string, number>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value * factor]))
  return { ...emptyTally(), ...multiplied({ ...numbers }), calls: multiplied(calls) }
}
