import type { Pace } from '../../control/turns.ts'
import { SECOND_MS } from '../../site/time.ts'

/**
 * "Request throttling for the Elastic Load Balancing API": forty calls at one moment, and ten more a second, which it says of those that only
 * read. A quarter of the forty is left to others, and to calls that come after the others of their turn.
 */
export const LOAD_BALANCERS: Pace = { atOnce: 30, everyMs: SECOND_MS / 10, longestMs: 20 * SECOND_MS }

/** "Quotas" of Route 53: five calls a second, and no change while another of the zone is made, which takes a fraction of a second. */
export const RECORDS: Pace = { atOnce: 1, everyMs: SECOND_MS / 4, longestMs: 20 * SECOND_MS }
