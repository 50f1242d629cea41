import { assertNever } from './assert-never.ts'
import type { Site, SiteSpec } from './site.ts'

/** Something has another name at the code host. Repositories are `owner/name`, teams their slugs. */
export type Rename =
  | { kind: 'repository'; from: string; to: string }
  | { kind: 'team'; from: string; to: string }
  | { kind: 'branch'; repository: string; from: string; to: string }

/** The site under the new name; the site itself where it has nothing to do with it. */
export function renamed(site: Site, rename: Rename): Site {
  const { spec } = site
  switch (rename.kind) {
    case 'repository':
      return isSame(spec.repository, rename.from) ? setUpAgain(atRepository(site, rename.to), {}) : site
    case 'team':
      if (spec.sshTeam === undefined || !isSame(spec.sshTeam, rename.from)) return site
      return { ...site, spec: { ...spec, sshTeam: rename.to, usersRevision: spec.usersRevision + 1 } }
    case 'branch':
      // A pull request's branch is what its own events tell.
      if (!isSame(spec.repository, rename.repository) || spec.branch !== rename.from) return site
      return spec.pullRequest === undefined ? setUpAgain(site, { branch: rename.to }) : site
    default:
      return assertNever(rename)
  }
}

/**
 * A grant has the name that the code host knew the repository by as it was made, and a site never changes its repository: where
 * the two differ it was renamed, and nobody has told.
 */
export function followRepositoryName(site: Site): Site {
  const { repository } = site.status.repositoryAccess ?? site.spec
  return repository === site.spec.repository ? site : atRepository(site, repository)
}

function atRepository({ spec, status, ...site }: Site, repository: string): Site {
  return {
    ...site,
    spec: { ...spec, repository },
    status: {
      ...status,
      ...(status.repositoryAccess && { repositoryAccess: { ...status.repositoryAccess, repository } }),
    },
  }
}

/** The machine gets the new address: the code host may give the old one to somebody else. What failed may work now. */
function setUpAgain(site: Site, spec: Partial<SiteSpec>): Site {
  const { setUpRevision, retryRevision } = site.spec
  return {
    ...site,
    spec: { ...site.spec, ...spec, setUpRevision: setUpRevision + 1, retryRevision: retryRevision + 1 },
  }
}

/** Whatever the case: the code host takes either. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
