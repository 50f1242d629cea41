import { createHmac } from 'node:crypto'

/**
 * Of a site's push webhook. It follows from the stack's key, so that it's stored nowhere else, and can be checked while the machine is off.
 * A machine has its own and can't derive another.
 */
export function webhookSecret(key: string, siteId: string): string {
  return createHmac('sha256', key).update(`push webhook of ${siteId}`).digest('hex')
}
