import { defineOperation, retried } from './operation.ts'

/** Sets the machine up again, which deploys the newest commit. */
export const redeploy = defineOperation({
  name: 'redeploy',
  words: 'deploy rebuild デプロイ 再デプロイ',
  audience: 'everyone',
  button: { at: 'row' },
  isPossible: ({ spec }) => spec.desired === 'up',
  change: (site) => ({ spec: { setUpRevision: site.spec.setUpRevision + 1, ...retried(site) } }),
})
