import pTimeout from 'p-timeout'
import { MINUTE_MS } from '../../site/time.ts'
import type { Site } from '../../site/site.ts'
import type { Alarm, Environments, Machine, MachineImage, QuotaEntry, Routes, Ports } from '../ports.ts'
import type { CodeHost } from '../code-host.ts'

/** All resources of ours; undefined for those that could not be listed. */
export interface Resources {
  machines: Machine[] | undefined
  images: MachineImage[] | undefined
  routes: Awaited<ReturnType<Routes['list']>> | undefined
  alarms: Awaited<ReturnType<Alarm['list']>> | undefined
  repositoryAccess: Awaited<ReturnType<CodeHost['listAccess']>> | undefined
  environments: Awaited<ReturnType<Environments['list']>> | undefined
  quotaEntries: QuotaEntry[] | undefined
}

/** Whatever the clients' own limits are: the sweep has more to do than to wait for one list. */
const LIST_LIMIT_MS = 3 * MINUTE_MS

/** Calls `onFailure` for each list that fails; the others are not affected. */
export async function listResources(
  { instances, routes, alarm, codeHost, environments, store }: Ports,
  sites: readonly Site[],
  onFailure: (error: Error) => void,
): Promise<Resources> {
  const listed = async <T>(what: string, list: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await pTimeout(list(), { milliseconds: LIST_LIMIT_MS })
    } catch (cause) {
      onFailure(new Error(`The ${what} could not be listed`, { cause }))
      return undefined
    }
  }
  const [onMachines, allRoutes, alarms, repositoryAccess, kept, quotaEntries] = await Promise.all([
    listed('machines and images', () => instances.list()),
    listed('routes', () => routes.list(sites)),
    listed('alarms', () => alarm.list()),
    listed('deploy keys and webhooks', () => codeHost.listAccess(repositoriesOf(sites))),
    listed('environments', () => environments.list()),
    listed('quota entries', () => store.quotaEntries()),
  ])
  return {
    machines: onMachines?.machines,
    images: onMachines?.images,
    routes: allRoutes,
    alarms,
    repositoryAccess,
    environments: kept,
    quotaEntries,
  }
}

function repositoriesOf(sites: readonly Site[]): string[] {
  return [...new Set(sites.map(({ spec, status }) => status.repositoryAccess?.repository ?? spec.repository))]
}
