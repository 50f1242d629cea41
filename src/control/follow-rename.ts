import { renamed, type Rename } from '../site/rename.ts'
import type { SiteStore } from './ports.ts'
import type { CodeHost } from './code-host.ts'
import { moveRepositoryEnvironment } from './repository-environment.ts'
import { recordFact } from './record-fact.ts'
import { allSites } from './all-sites.ts'

interface FollowRenameDeps {
  store: SiteStore
  /** Tells a renamed branch from one that is no longer the default; absent: branches are not followed. */
  exists?: CodeHost['exists'] | undefined
}

/** Records the new name for all sites concerned. Returns their names. */
export type FollowRename = (rename: Rename) => Promise<string[]>

export function createFollowRename({ store, exists }: FollowRenameDeps): FollowRename {
  return async (rename) => {
    const { sites } = await allSites(store)
    const names = sites.filter((site) => renamed(site, rename) !== site).map(({ name }) => name)
    const isOver = async ({ repository, from }: Extract<Rename, { kind: 'branch' }>) =>
      (await exists?.(repository, from)) === 'no-branch'
    if (rename.kind === 'repository') await moveRepositoryEnvironment(store, rename.from, rename.to)
    if (names.length === 0 || (rename.kind === 'branch' && !(await isOver(rename)))) return []
    for (const name of names) await recordFact(store, name, (site) => renamed(site, rename))
    return names
  }
}
