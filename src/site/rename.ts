import type { Site, SiteSpec } from './site.ts'

/** Something was renamed at GitHub. Repositories are `owner/name`, teams their slugs. */
export type Rename =
  | { kind: 'repository'; from: string; to: string }
  | { kind: 'team'; from: string; to: string }
  | { kind: 'branch'; repository: string; from: string; to: string }

/** The site with the new name; the same site when it isn't concerned. */
export function renamed(site: Site, rename: Rename): Site {
  const { spec } = site
  switch (rename.kind) {
    case 'repository':
      return isSame(spec.repository, rename.from) ? setUpAgain(atRepository(site, rename.to), {}) : site
    case 'team':
      if (spec.sshTeam === undefined || !isSame(spec.sshTeam, rename.from)) return site
      return { ...site, spec: { ...spec, sshTeam: rename.to, usersRevision: spec.usersRevision + 1 } }
    case 'branch':
      // The branch of a pull request comes from its own events.
      if (!isSame(spec.repository, rename.repository) || spec.branch !== rename.from) return site
      return spec.pullRequest === undefined ? setUpAgain(site, { branch: rename.to }) : site
  }
}

/**
 * The repository access has the repository's name at the time, and a site never changes its repository. So if that name differs from the
 * spec's, the repository was renamed, and the event was lost.
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

/** The machine gets the new address: GitHub may give the old one to somebody else. What failed before may work now. */
function setUpAgain(site: Site, spec: Partial<SiteSpec>): Site {
  const { setUpRevision, retryRevision } = site.spec
  return {
    ...site,
    spec: { ...site.spec, ...spec, setUpRevision: setUpRevision + 1, retryRevision: retryRevision + 1 },
  }
}

/** GitHub's names are case-insensitive. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
