import { isDeepStrictEqual } from 'node:util'
import type { Deploy, Site, SiteStatus, Troubles } from './site.ts'

/** The site with the commit that its machine serves, as reported; the same site when that is known. */
export function withDeploy(site: Site, deploy: Deploy): Site {
  return withStatus(site, { deploy, troubles: withoutFailedDeploy(site.status.troubles) })
}

/** The site with the reason why its newest deploy failed; it serves the commit before. */
export function withFailedDeploy(site: Site, deploy: NonNullable<Troubles['deploy']>): Site {
  return withStatus(site, { troubles: { programs: [], ...site.status.troubles, deploy } })
}

/** What is left of the troubles after a successful deploy. */
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
