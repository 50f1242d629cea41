import { createSweep } from '../../src/control/sweep/sweep.ts'
import type { Machine, Ports } from '../../src/control/ports.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { aSite, SITE_CREATED_AT } from '../../test/support/a-site.ts'
import { createFakePorts } from '../../test/support/fake-ports.ts'
import { countedPorts } from './counted-ports.ts'
import { invoked } from './invoked.ts'
import { HOURS_A_MONTH } from './prices.ts'
import { emptyTally, type Tally, times } from './tally.ts'

const STOPPED = { desired: 'asleep', instance: { state: 'stopped', address: undefined }, route: undefined } as const

const SITES_OF_ONE = 10

/** A month in which so many sites are up, or asleep, and nobody asks for anything: one sweep over all of them, as often as it comes. */
export async function ourMonth(siteCount: number, { areAsleep = false } = {}): Promise<Tally> {
  const fake = createFakePorts()
  const head = fake.codeHost.head('orchard/plum', 'main')
  const sites = Array.from({ length: siteCount }, (_, index) => idleSite(index, head, areAsleep))
  for (const { spec, ...site } of sites) {
    await fake.store.create({ spec, ...site })
    await fake.store.takeQuota({ siteId: site.id, owner: spec.owner })
  }
  const tally = emptyTally()
  const ports = countedPorts(portsOf(fake.ports, sites), tally)
  let looks = 0
  const sweep = createSweep(ports, async () => void looks++)
  await invoked(tally, async () => {
    const { suspects, removed, behind = [] } = await sweep()
    if (looks + suspects.length + removed.length + behind.length > 0) throw new Error('The sweep found something to do')
  })
  return times(tally, HOURS_A_MONTH)
}

function idleSite(index: number, head: string, isAsleep: boolean): Site {
  const { desired, instance, route } = STOPPED
  const owner = `U${Math.floor(index / SITES_OF_ONE)}`
  return aSite({
    name: `site-${index}`,
    spec: { owner, ...(isAsleep && { desired }) },
    status: {
      quotaOwner: owner,
      alarmAt: SITE_CREATED_AT + 10 * DAY_MS,
      deploy: { commit: head },
      head: { commit: head, served: head },
      ...(isAsleep && { instance, route }),
    },
  })
}

/** Each with its machine, route and alarm, as its record says; the fakes' own lists are made for a few. */
function portsOf(ports: Ports, sites: Site[]): Ports {
  const machines = sites.flatMap(machineOf)
  const routed = sites.filter(({ status }) => status.route !== undefined)
  return {
    ...ports,
    instances: { ...ports.instances, list: async () => ({ machines, images: [] }) },
    routes: {
      ...ports.routes,
      list: async () => routed.map(({ id, name }) => ({ siteId: id, name, instanceId: '', address: '' })),
    },
    alarm: { ...ports.alarm, list: async () => sites.map(({ id, name }) => ({ siteId: id, name, at: 0 })) },
  }
}

function machineOf({ id: siteId, status: { instance } }: Site): Machine[] {
  return instance === undefined ? [] : [{ id: instance.id, siteId, launch: instance.launch, state: instance.state }]
}
