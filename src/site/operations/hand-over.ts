import { defineOperation } from './operation.ts'

/** Gives the site to somebody else: the owner's, since the owner may delete for good. */
export const handOver = defineOperation({
  name: 'hand-over',
  words: 'owner handover transfer 担当 担当者 担当者変更 引き継ぎ 引継ぎ 譲渡',
  args: { owner: { kind: 'person' } },
  audience: 'owner',
  button: { at: 'menu' },
  isPossible: ({ spec }) => spec.desired !== 'gone',
  change: (_, { owner }) => ({ spec: { owner }, to: owner }),
})
