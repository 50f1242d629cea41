import { isAlive } from '../phase.ts'
import { defineOperation, retried } from './operation.ts'

/** How many characters of the names a line of the history shows. */
const MAX_TO = 200

/** Changes the environment of the site's programs. The history shows names, never values. */
export const environment = defineOperation({
  name: 'environment',
  words: 'env config secrets variables 環境変数 環境 シークレット',
  args: { set: { kind: 'variables' }, remove: { kind: 'variable-names', isOptional: true } },
  // A value that was replaced can't be brought back.
  audience: 'channel',
  button: { at: 'menu', mends: ['environment-missing'] },
  isPossible: isAlive,
  change(site, { set, remove = [], savedEnvironment }) {
    const revision = (site.spec.environment?.revision ?? 0) + 1
    const to = [...Object.keys(set), ...remove].join(', ')
    return {
      spec: { environment: { revision, names: [], ...savedEnvironment }, ...retried(site) },
      to: to.length > MAX_TO ? `${to.slice(0, MAX_TO)}…` : to,
    }
  },
})
