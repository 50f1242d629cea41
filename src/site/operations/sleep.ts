import { isSetUpAsAsked, phaseOf } from '../phase.ts'
import { defineOperation, retried } from './operation.ts'

/** Stops the machine and keeps its disk. */
export const sleep = defineOperation({
  name: 'sleep',
  words: 'stop pause suspend 停止 スリープ 休止 止める',
  audience: 'everyone',
  button: { at: 'row' },
  isPossible: (site) => site.spec.desired === 'up' && phaseOf(site) !== 'failed' && isSetUpAsAsked(site),
  change: (site) => ({ spec: { desired: 'asleep', keepAwakeUntil: undefined, ...retried(site) } }),
})
