import { defineOperation, retried } from './operation.ts'

/** Starts the machine again. */
export const wake = defineOperation({
  name: 'wake',
  words: 'start resume unpause 起動 再開 開始 スリープ解除',
  audience: 'everyone',
  button: { at: 'row', style: 'primary' },
  isPossible: ({ spec }) => spec.desired === 'asleep',
  change: (site) => ({ spec: { desired: 'up', ...retried(site) } }),
})
