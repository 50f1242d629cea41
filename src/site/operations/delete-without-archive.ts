import { defineOperation, retried } from './operation.ts'

/** Deletes at once and for good, an archive included: the owner's, since it cannot be undone. */
export const deleteWithoutArchive = defineOperation({
  name: 'delete-without-archive',
  words: 'purge 完全削除',
  audience: 'owner',
  confirms: true,
  button: { at: 'menu' },
  whenLost: true,
  isPossible: ({ spec }) => spec.desired !== 'gone',
  change: (site) => ({ spec: { desired: 'gone', ...retried(site) } }),
})
