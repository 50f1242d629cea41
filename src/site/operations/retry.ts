import { stuckOn } from '../failures.ts'
import { defineOperation, retried } from './operation.ts'

/** Tries again what failed. */
export const retry = defineOperation({
  name: 'retry',
  words: '再試行 リトライ やり直し',
  audience: 'everyone',
  button: { at: 'front', style: 'primary' },
  isPossible: (site) => stuckOn(site) !== undefined,
  change: (site) => ({ spec: retried(site) }),
})
