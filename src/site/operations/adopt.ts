import { ownerAbsence } from '../contact.ts'
import { defineOperation } from './operation.ts'

/** Takes over a site whose owner is gone. */
export const adopt = defineOperation({
  name: 'adopt',
  words: 'take 引き取る 引き継ぐ',
  audience: 'everyone',
  needsCreator: true,
  publishes: true,
  button: { at: 'front' },
  whenLost: true,
  isPossible: (site) => site.spec.desired !== 'gone' && ownerAbsence(site) !== undefined,
  change: (_, { by }) => ({ spec: { owner: by } }),
})
