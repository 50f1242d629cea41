import { isAlive } from '../phase.ts'
import { defineOperation, retried } from './operation.ts'

/** The most of a line of the history. */
const MAX_TO = 200

/** Changes what the site's programs are told. The history has names alone. */
export const environment = defineOperation({
  name: 'environment',
  words: 'env config secrets variables 環境変数 環境 シークレット',
  args: { set: { kind: 'variables' }, remove: { kind: 'variable-names', isOptional: true } },
  // A value that was replaced is gone.
  audience: 'channel',
  button: { at: 'menu' },
  isPossible: isAlive,
  change(site, { set, remove = [], keptEnvironment }) {
    const revision = (site.spec.environment?.revision ?? 0) + 1
    const to = [...Object.keys(set), ...remove].join(', ')
    return {
      spec: { environment: { revision, names: [], ...keptEnvironment }, ...retried(site) },
      to: to.length > MAX_TO ? `${to.slice(0, MAX_TO)}…` : to,
    }
  },
})
