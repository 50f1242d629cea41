import { isDeepStrictEqual } from 'node:util'
import type { Deploy, Site, SiteStatus, Troubles } from './site.ts'

/** The site with what its machine serves now, as the machine reported it; the site itself when that is known. */
export function withDeploy(site: Site, deploy: Deploy): Site {
  return withStatus(site, { deploy, troubles: withoutFailedDeploy(site.status.troubles) })
}

/** The site with why its newest deploy failed; what was deployed before is served. */
export function withFailedDeploy(site: Site, deploy: NonNullable<Troubles['deploy']>): Site {
  return withStatus(site, { troubles: { programs: [], ...site.status.troubles, deploy } })
}

/** What is left of troubles once a deploy went well. */
export function withoutFailedDeploy(troubles: Troubles | undefined): Troubles | undefined {
  return troubles === undefined || troubles.programs.length === 0 ? undefined : { programs: troubles.programs }
}

function withStatus(
  site: Site,
  { troubles, ...changes }: Pick<Partial<SiteStatus>, 'deploy'> & { troubles: Troubles | undefined },
): Site {
  const { troubles: _, ...rest } = site.status
  const status = { ...rest, ...changes, ...(troubles && { troubles }) }
  return isDeepStrictEqual(status, site.status) ? site : { ...site, status }
}
