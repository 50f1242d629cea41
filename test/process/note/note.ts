import { isAlive } from '../../../src/site/phase.ts'
import { defineOperation } from '../../../src/site/operations/operation.ts'

/** Leaves a few words for others. */
export const note = defineOperation({
  name: 'note',
  words: 'memo メモ',
  args: { text: { kind: 'text' } },
  audience: 'everyone',
  isPossible: isAlive,
  change: (_, { text }) => ({ spec: {}, to: text }),
})
