import { morningAfter } from '../awake-until.ts'
import { isAlive } from '../phase.ts'
import { defineOperation } from './operation.ts'

/** Changes when it goes to sleep by itself: after how long without a visit, and not before which morning. */
export const idleTime = defineOperation({
  name: 'idle-time',
  words: 'idle auto-sleep 自動スリープ 自動休止',
  args: { after: { kind: 'idle-time' }, until: { kind: 'awake-until', isOptional: true } },
  audience: 'everyone',
  button: { at: 'menu' },
  isPossible: isAlive,
  change({ spec }, { after, until, policy }) {
    const keepAwakeUntil = until === undefined ? spec.keepAwakeUntil : morningAfter(until, policy)
    const isOnlyLater = after === (spec.idleTimeout ?? 'default') && until !== undefined
    return {
      spec: { idleTimeout: after === 'default' ? undefined : after, keepAwakeUntil },
      to: isOnlyLater ? keepAwakeUntil : after,
    }
  },
})
