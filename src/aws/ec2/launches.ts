import type { Pace } from '../../control/turns.ts'
import { SECOND_MS } from '../../site/time.ts'

/**
 * "Request throttling for the Amazon EC2 API": five RunInstances at one moment, and two more a second, for all of an account in a region. One
 * of the five is left to others, and to calls that take longer on their way.
 */
export const LAUNCHES: Pace = { atOnce: 4, everyMs: SECOND_MS / 2, longestMs: 20 * SECOND_MS }
