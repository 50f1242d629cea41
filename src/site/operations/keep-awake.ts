import { morningAfter } from '../awake-until.ts'
import { defineOperation } from './operation.ts'

/** Keeps it from going to sleep by itself, until the morning after a day. */
export const keepAwake = defineOperation({
  name: 'keep-awake',
  words: 'awake stay-awake 起動維持 起こしておく',
  args: { until: { kind: 'awake-until' } },
  audience: 'everyone',
  isPossible: ({ spec }) => spec.desired === 'up',
  change(_, { until, policy }) {
    const keepAwakeUntil = morningAfter(until, policy)
    return { spec: { keepAwakeUntil }, to: keepAwakeUntil }
  },
})
