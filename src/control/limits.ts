import { DAY_MS, HOUR_MS, MINUTE_MS } from '../site/time.ts'

/** How long a machine or an image may take before people are told: `docs/reliability.md`. What ends later all the same is still noticed. */

/** A launch or start takes a minute or two. */
export const START_LIMIT_MS = 15 * MINUTE_MS

/** From running to taking commands. */
export const BOOT_LIMIT_MS = 15 * MINUTE_MS

/** A stop takes minutes. After this we force it, which EC2 offers for machines that hang ("Methods for stopping an instance"). */
export const FORCE_STOP_AFTER_MS = 10 * MINUTE_MS

/** From the forced stop on. */
export const FORCED_STOP_LIMIT_MS = 20 * MINUTE_MS

/** A termination takes minutes. */
export const TERMINATE_LIMIT_MS = HOUR_MS

/**
 * EC2 ends what hangs while terminating by itself after several hours, and doesn't bill it ("Troubleshoot Amazon EC2 instance termination
 * issues"). So after a day we count the machine as gone.
 */
export const TERMINATED_AFTER_MS = DAY_MS

/** An image takes minutes, and one of a large disk hours. */
export const IMAGE_LIMIT_MS = 6 * HOUR_MS
