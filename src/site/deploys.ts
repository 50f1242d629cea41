import { isDeepStrictEqual } from 'node:util'
import type { Deploy, Site } from './site.ts'

/** The site with what its machine serves now, as the machine reported it; the site itself when that is known. */
export function withDeploy(site: Site, deploy: Deploy): Site {
  if (isDeepStrictEqual(site.status.deploy, deploy)) return site
  return { ...site, status: { ...site.status, deploy } }
}
