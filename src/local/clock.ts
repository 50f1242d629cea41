import { join } from 'node:path'
import * as z from 'zod'
import type { Clock } from '../control/ports.ts'
import { createJsonFile } from './json-file.ts'

export interface LocalClock extends Clock {
  /** Advances the clock for good: over restarts, too. */
  advance(ms: number): Promise<void>
}

/** The computer's clock plus the time skipped so far, which a file in `directory` keeps. */
export async function createLocalClock({
  directory,
  realTime = Date.now,
}: {
  directory: string
  realTime?: () => number
}): Promise<LocalClock> {
  const file = createJsonFile(join(directory, 'clock.json'), z.object({ skippedMs: z.int().nonnegative() }))
  let { skippedMs } = (await file.read()) ?? { skippedMs: 0 }
  return {
    now: () => realTime() + skippedMs,
    advance: async (ms) => {
      if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError(`A clock cannot be put forward by ${ms} ms`)
      skippedMs += ms
      await file.write({ skippedMs })
    },
  }
}
