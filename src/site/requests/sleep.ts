import type { Site } from '../site.ts'
import { changed, expectAllowed, type RequestContext } from './change.ts'

/** Stops the machine and keeps its disk. */
export function sleep(site: Site, asked: RequestContext): Site {
  expectAllowed(site, 'sleep')
  return changed(site, { desired: 'asleep', retryRevision: site.spec.retryRevision + 1 }, { action: 'sleep' }, asked)
}

export function wake(site: Site, asked: RequestContext): Site {
  expectAllowed(site, 'wake')
  return changed(site, { desired: 'up', retryRevision: site.spec.retryRevision + 1 }, { action: 'wake' }, asked)
}
