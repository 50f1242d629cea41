import { checkExpiryDate, laterBy } from '../expiry.ts'
import { isAlive } from '../phase.ts'
import { UserError } from '../user-error.ts'
import { defineOperation } from './operation.ts'

/** Moves the last day. */
export const extend = defineOperation({
  name: 'extend',
  words: 'prolong renew 延長 延ばす',
  args: { until: { kind: 'last-day', presets: ['1', '3', '7', '14'] } },
  audience: 'everyone',
  button: { at: 'row' },
  isPossible: isAlive,
  check({ name, spec: { expiresAt, owner }, history }, { seenExpiry }) {
    if (seenExpiry === undefined || seenExpiry === expiresAt) return
    const last = history.find(({ action }) => action === 'extend' || action === 'restore')
    throw new UserError('already-extended', { name, by: last?.by ?? owner, expiresAt })
  },
  change({ spec }, { until, now, policy }) {
    const date = 'until' in until ? until.until : laterBy(until.days, spec.expiresAt, now, policy)
    const to = checkExpiryDate(date, now, policy)
    return { spec: { expiresAt: to, expirySetAt: now }, to }
  },
})
