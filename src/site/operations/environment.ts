import { changed } from '../change.ts'
import { isAlive } from '../phase.ts'
import type { EnvironmentChange } from '../environment.ts'
import type { Site } from '../site.ts'
import type { Instant } from '../time.ts'
import { defineOperation, retried } from './operation.ts'

/** How many characters of the names a line of the history shows. */
const MAX_NAMES = 200

/** Changes the environment of the site's programs, or of those of all sites of its repository. The history shows names, never values. */
export const environment = defineOperation({
  name: 'environment',
  words: 'env config secrets variables 環境変数 環境 シークレット',
  args: {
    scope: { kind: 'scope', isOptional: true },
    set: { kind: 'variables' },
    remove: { kind: 'variable-names', isOptional: true },
  },
  // A value that was replaced can't be brought back.
  audience: 'channel',
  button: { at: 'menu', mends: ['environment-missing'] },
  isPossible: isAlive,
  change(site, { scope, set, remove = [], savedEnvironment, sharedEnvironment }) {
    const { environment: before, repository } = site.spec
    const revision = (before?.revision ?? 0) + 1
    const { version } = sharedEnvironment ?? {}
    const environment =
      scope === 'repository'
        ? { names: [], ...before, revision, ...(version !== undefined && { shared: version }) }
        : { ...(before?.shared !== undefined && { shared: before.shared }), revision, names: [], ...savedEnvironment }
    const names = changedNames({ set, remove })
    return {
      spec: { environment, ...retried(site) },
      to: scope === 'repository' ? `${repository}: ${names}` : names,
    }
  },
})

/** What a line of the history shows. */
export function changedNames({ set, remove }: EnvironmentChange): string {
  const names = [...Object.keys(set), ...remove].join(', ')
  return names.length > MAX_NAMES ? `${names.slice(0, MAX_NAMES)}…` : names
}

/** The site, to get an environment of its repository that was changed at another one; the same site if it is to have it already. */
export function withRepositoryEnvironment(
  site: Site,
  { version, by, to: names }: { version: number; by: string; to: string },
  now: Instant,
): Site {
  const { environment: before, repository } = site.spec
  if (before?.shared === version) return site
  const environment = { names: [], ...before, revision: (before?.revision ?? 0) + 1, shared: version }
  const entry = { action: 'environment', to: `${repository}: ${names}` }
  const next = changed(site, { environment, ...retried(site) }, entry, { by, now })
  // The others have it from where it was changed.
  return { ...next, status: { ...next.status, environmentShared: version } }
}
