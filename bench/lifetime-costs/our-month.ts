import { createSweep } from '../../src/control/sweep/sweep.ts'
import type { Machine, Ports } from '../../src/control/ports.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { aSite } from '../../test/support/a-site.ts'
import { createFakePorts } from '../../test/support/fake-ports.ts'
import { countedPorts } from './counted-ports.ts'
import { invoked } from './invoked.ts'
import { emptyTally, type Tally, times } from './tally.ts'

export const HOURS_A_MONTH = 730

/** A month in which so many sites are up and nobody asks for anything: one sweep over all of them, as often as it comes. */
export async function ourMonth(siteCount: number): Promise<Tally> {
  const fake = createFakePorts()
  const sites = Array.from({ length: siteCount }, (_, index) => idleSite(index, fake.clock.now() + 10 * DAY_MS))
  for (const site of sites) await fake.store.create(site)
  const tally = emptyTally()
  const ports = countedPorts(portsOf(fake.ports, sites), tally)
  let looks = 0
  const sweep = createSweep(ports, async () => void looks++)
  await invoked(tally, async () => {
    const { suspects, removed } = await sweep()
    if (looks + suspects.length + removed.length > 0) throw new Error('The sweep found something to do')
  })
  return times(tally, HOURS_A_MONTH)
}

function idleSite(index: number, alarmAt: number): Site {
  return aSite({ name: `site-${index}`, status: { alarmAt } })
}

/** Each with its machine, route and alarm, as its record says; the fakes' own lists are made for a few. */
function portsOf(ports: Ports, sites: Site[]): Ports {
  const machines = sites.flatMap(machineOf)
  return {
    ...ports,
    instances: { ...ports.instances, list: async () => ({ machines, images: [] }) },
    routes: {
      ...ports.routes,
      list: async () => sites.map(({ id, name }) => ({ siteId: id, name, instanceId: '', address: '' })),
    },
    alarm: { ...ports.alarm, list: async () => sites.map(({ id, name }) => ({ siteId: id, name, at: 0 })) },
  }
}

function machineOf({ id: siteId, status: { instance } }: Site): Machine[] {
  return instance === undefined ? [] : [{ id: instance.id, siteId, launch: instance.launch, state: instance.state }]
}
