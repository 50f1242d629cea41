import type { CodeHost } from '../control/code-host.ts'
import type { SiteStore } from '../control/ports.ts'
import { createCreations, type CountCreation } from './creations.ts'
import { createAtRepository, createBranchHead, createCanRead, createSetStatus, createExists } from './repositories.ts'
import type { Github, GithubOptions } from './client.ts'
import { createGrant, createPutWebhook, createRevoke, listRepositoryAccess } from './repository-access.ts'
import { createMembers, createHasTeam } from './members.ts'
import { createComment } from './pull-request-comment.ts'
import { createFiles } from './repository-files.ts'
import { createTypeAhead } from './type-ahead.ts'

export interface GithubCodeHostOptions extends GithubOptions {
  /** The organization whose repositories and teams are used. */
  org: string
  /** Sites are at `https://NAME.DOMAIN`: tells apart the keys of several deployments in one organization. */
  siteDomain?: string
  /** Sites get by with the App: see `RepositoryAccess`. */
  byApp?: boolean
  /** Where creations of all processes are counted; left out: they aren't. */
  store?: Pick<SiteStore, 'loadCallLog' | 'saveCallLog'>
  /** How long a type-ahead may take. */
  answerWithinMs?: number
}

/** GitHub's REST API. Octokit is loaded at first use, since that takes a while. `docs/github.md` lists the permissions. */
export function createGithubCodeHost(options: GithubCodeHostOptions): CodeHost {
  const { org, clock, auth, siteDomain, answerWithinMs, byApp, store } = options
  let loading: Promise<Github> | undefined
  const github = () => (loading ??= load(options))
  const atRepository = createAtRepository(clock)
  const count: CountCreation = store === undefined ? async () => {} : createCreations(store, clock)
  const scope = { org, isApp: !('token' in auth) }
  return {
    ...createTypeAhead({ github, clock, ...scope, ...(answerWithinMs !== undefined && { answerWithinMs }) }),
    exists: createExists(github),
    canRead: createCanRead(github),
    branchHead: createBranchHead(github),
    files: createFiles(github),
    members: createMembers({ github, org, clock }),
    hasTeam: createHasTeam({ github, org }),
    grant: createGrant({ github, atRepository, count, byApp: byApp === true }),
    putWebhook: createPutWebhook({ github, atRepository, count }),
    revoke: createRevoke(github),
    listAccess: listRepositoryAccess({ github, clock, siteDomain, ...scope }),
    setStatus: createSetStatus({ github, atRepository, count }),
    comment: createComment({ github, atRepository, count, auth, siteDomain }),
  }
}

async function load(options: GithubOptions): Promise<Github> {
  const { createGithub } = await import('./client.ts')
  return createGithub(options)
}
