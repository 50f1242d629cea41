import pTimeout from 'p-timeout'
import { MINUTE_MS, SECOND_MS } from '../../site/time.ts'
import type { MachineState, Site } from '../../site/site.ts'
import type { Alarm, Machine, MachineImage, QuotaEntry, QuotaTotal, Routes, Ports } from '../ports.ts'
import { keyInForce, repositoryOf } from '../repository-environment.ts'
import type { CodeHost } from '../code-host.ts'

/** All resources of ours; undefined for those that could not be listed. */
export interface Resources {
  machines: Machine[] | undefined
  images: MachineImage[] | undefined
  routes: Awaited<ReturnType<Routes['list']>> | undefined
  alarms: Awaited<ReturnType<Alarm['list']>> | undefined
  repositoryAccess: Awaited<ReturnType<CodeHost['listAccess']>> | undefined
  environments: Awaited<ReturnType<typeof listEnvironments>> | undefined
  quotaEntries: QuotaEntry[] | undefined
  quotaTotal: QuotaTotal | undefined
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
  const [onMachines, allRoutes, alarms, repositoryAccess, kept, quota] = await Promise.all([
    listed('machines and images', () => instances.list()),
    listed('routes', () => routes.list(sites)),
    listed('alarms', () => alarm.list()),
    listed('deploy keys and webhooks', () => codeHost.listAccess(repositoriesOf(sites))),
    listed('environments', () => listEnvironments({ environments, store })),
    listed('quota entries', async () => ({ entries: await store.quotaEntries(), total: await store.quotaTotal() })),
  ])
  return {
    machines: onMachines?.machines,
    images: onMachines?.images,
    routes: allRoutes,
    alarms,
    repositoryAccess,
    environments: kept,
    quotaEntries: quota?.entries,
    quotaTotal: quota?.total,
  }
}

/** No site waits longer for it: EC2 may be down. */
const STATES_LIMIT_MS = 30 * SECOND_MS

/** States of all machines, by their ids; none if they can't be listed in time. Then each is looked at. */
export async function listStates({ instances }: Pick<Ports, 'instances'>): Promise<Map<string, MachineState>> {
  const none = { machines: [] as Machine[] }
  const { machines } = await pTimeout(instances.list(), { milliseconds: STATES_LIMIT_MS }).catch(() => none)
  return new Map(machines.map(({ id, state }) => [id, state]))
}

/** `isShared`: the one that a repository has. */
async function listEnvironments({ environments, store }: Pick<Ports, 'environments' | 'store'>) {
  const found = await environments.list()
  const shared = new Map<string, string | undefined>()
  for (const { siteId } of found) {
    const repository = repositoryOf(siteId)
    if (repository === undefined || shared.has(siteId)) continue
    shared.set(siteId, await keyInForce(store, repository))
  }
  return found.map(({ siteId, key }) => ({ siteId, key, isShared: shared.get(siteId) === key }))
}

function repositoriesOf(sites: readonly Site[]): string[] {
  return [...new Set(sites.map(({ spec, status }) => status.repositoryAccess?.repository ?? spec.repository))]
}
