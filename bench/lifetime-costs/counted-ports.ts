import type { Ports } from '../../src/control/ports.ts'
import type { Site } from '../../src/site/site.ts'
import { entryBytes, readUnits, siteBytes, writeUnits } from './item-size.ts'
import { count, type Tally } from './tally.ts'

/** Answers of lists are paged: so many machines, images, snapshots, target groups, tags, schedules, and records in one. */
const PAGES = { machines: 200, images: 200, snapshots: 200, targetGroups: 400, tags: 20, schedules: 100, records: 100 }
const QUERY_BYTES = 1024 * 1024

const pages = (length: number, perPage: number) => Math.max(1, Math.ceil(length / perPage))

/** The ports, with each call counted as the calls to AWS that its implementation makes. GitHub and Slack are not AWS. */
export function countedPorts(ports: Ports, tally: Tally): Ports {
  return {
    ...ports,
    store: countedStore(ports.store, tally),
    instances: countedInstances(ports.instances, tally),
    shell: countedShell(ports.shell, tally),
    routes: countedRoutes(ports.routes, tally),
    alarm: countedAlarm(ports.alarm, tally),
  }
}

/** `src/aws/site-store.ts`, `list-sites.ts` */
function countedStore(store: Ports['store'], tally: Tally): Ports['store'] {
  const written = async (name: string, work: () => Promise<Site | void>) => {
    const before = await store.load(name)
    const after = await work()
    count(tally, { DynamoDB: 1 })
    tally.writeUnits += writeUnits(before, after ?? undefined)
    return after
  }
  const wrote = async (site: Site, work: () => Promise<Site>) => (await written(site.name, work)) ?? site
  return {
    load: async (name) => {
      const site = await store.load(name)
      count(tally, { DynamoDB: 1 })
      tally.readUnits += readUnits(site === undefined ? 0 : siteBytes(site), { isStrong: true })
      return site
    },
    create: (site) => wrote(site, () => store.create(site)),
    save: (site) => wrote(site, () => store.save(site)),
    remove: async (site) => void (await written(site.name, () => store.remove(site))),
    list: async (query, page) => {
      const found = await store.list(query, page)
      const keys = found.sites.reduce((sum, site) => sum + entryBytes(site, query.by), 0)
      // One more than was asked for is read.
      const allKeys = found.cursor === undefined ? keys : keys * (1 + 1 / found.sites.length)
      count(tally, { DynamoDB: pages(allKeys, QUERY_BYTES) + Math.ceil(found.sites.length / PAGES.records) })
      tally.readUnits += readUnits(allKeys, { isStrong: false })
      for (const site of found.sites) tally.readUnits += readUnits(siteBytes(site), { isStrong: false })
      return found
    },
    ...countedQuota(store, tally),
    takeLease: async (name, lease) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += 1
      return store.takeLease(name, lease)
    },
    releaseLease: async (name, holder) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += 1
      return store.releaseLease(name, holder)
    },
    addRemovedCost: async (month, site) => {
      count(tally, { DynamoDB: 2 })
      tally.writeUnits += 2
      return store.addRemovedCost(month, site)
    },
    removedCosts: async (month) => {
      count(tally, { DynamoDB: 1 })
      tally.readUnits += 1
      return store.removedCosts(month)
    },
    savePicture: async (picture) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += Math.ceil(picture.data.length / 1024)
      return store.savePicture(picture)
    },
    loadPicture: async (siteId) => {
      const picture = await store.loadPicture(siteId)
      count(tally, { DynamoDB: 1 })
      tally.readUnits += readUnits(picture?.data.length ?? 0, { isStrong: true })
      return picture
    },
    addAuditEntry: async (entry) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += 1
      return store.addAuditEntry(entry)
    },
    loadRepositoryEnvironment: async (repository) => {
      count(tally, { DynamoDB: 1 })
      tally.readUnits += 1
      return store.loadRepositoryEnvironment(repository)
    },
    saveRepositoryEnvironment: async (repository, environment) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += 1
      return store.saveRepositoryEnvironment(repository, environment)
    },
    loadOrphans: async () => {
      count(tally, { DynamoDB: 1 })
      tally.readUnits += 1
      return store.loadOrphans()
    },
    saveOrphans: async (sightings) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += Math.max(1, Math.ceil(JSON.stringify(sightings).length / 1024))
      return store.saveOrphans(sightings)
    },
  }
}

/** A site's id and its share of the rest. */
const ENTRY_BYTES = 50

/** `src/aws/site-quota.ts`: one item, which each call reads or writes whole. */
function countedQuota(
  store: Ports['store'],
  tally: Tally,
): Pick<Ports['store'], 'takeQuota' | 'releaseQuota' | 'quotaEntries'> {
  const read = async () => {
    const entries = await store.quotaEntries()
    count(tally, { DynamoDB: 1 })
    tally.readUnits += readUnits(entries.length * ENTRY_BYTES, { isStrong: true })
    return entries
  }
  const write = (entries: number) => {
    count(tally, { DynamoDB: 1 })
    tally.writeUnits += Math.max(1, Math.ceil((entries * ENTRY_BYTES) / 1024))
  }
  return {
    quotaEntries: read,
    takeQuota: async (entry, options) => {
      const before = await read()
      if (!before.some(({ siteId, owner }) => siteId === entry.siteId && owner === entry.owner))
        write(before.length + 1)
      return store.takeQuota(entry, options)
    },
    releaseQuota: async (entry) => {
      write((await store.quotaEntries()).length)
      return store.releaseQuota(entry)
    },
  }
}

/** `src/aws/instances.ts`, `src/aws/ec2/` */
function countedInstances(instances: Ports['instances'], tally: Tally): Ports['instances'] {
  const ec2 = (calls: number) => count(tally, { EC2: calls })
  return {
    // Images of the order, then RunInstances.
    launch: (order) => (ec2(2), instances.launch(order)),
    describe: (id) => (ec2(1), instances.describe(id)),
    start: (id) => (ec2(1), instances.start(id)),
    resize: (id, size) => (ec2(1), instances.resize(id, size)),
    stop: (id, options) => (ec2(1), instances.stop(id, options)),
    // Is it a spot machine?
    terminate: (id) => (ec2(2), instances.terminate(id)),
    createImage: (machine) => (ec2(2), instances.createImage(machine)),
    describeImage: (id) => (ec2(1), instances.describeImage(id)),
    offerImage: (id, label) => (ec2(1), instances.offerImage(id, label)),
    // The image, its snapshots by tag, marks, DeregisterImage, those marked, one DeleteSnapshot.
    removeImage: (id) => (ec2(6), instances.removeImage(id)),
    list: async () => {
      const found = await instances.list()
      const { machines, images } = found
      const lists = pages(machines.length, PAGES.machines) + pages(images.length, PAGES.images)
      // Snapshots without an image, and spot requests without a machine, of which there are few.
      ec2(lists + pages(images.length, PAGES.snapshots) + 1)
      return found
    },
  }
}

/** `src/aws/shell.ts`, `src/aws/ssm/input-bucket.ts` */
function countedShell(shell: Ports['shell'], tally: Tally): Ports['shell'] {
  return {
    reachable: (id) => (count(tally, { SSM: 1 }), shell.reachable(id)),
    start: (id, job) => {
      // Is it online, the document (the bundle is there from an earlier job), SendCommand.
      count(tally, { SSM: 2, S3: 1 })
      tally.s3Puts += 1
      return shell.start(id, job)
    },
    result: async (id, commandId) => {
      const result = await shell.result(id, commandId)
      // While it runs: is the machine still there? Afterwards the document goes.
      count(tally, result?.state === 'running' ? { SSM: 2 } : { SSM: 1, S3: 1 })
      return result
    },
  }
}

/** `src/aws/routes.ts`, `src/aws/alb/`, with one load balancer */
function countedRoutes(routes: Ports['routes'], tally: Tally): Ports['routes'] {
  const prepared = new Set<string>()
  return {
    // The target group: found, made, its attributes, its target, its health; rules listed twice and one made.
    prepare: (route) => {
      count(tally, { ELB: 8 })
      prepared.add(route.siteId)
      return routes.prepare(route)
    },
    // The same; or of what was prepared: found, its attributes, its target, its health; rules listed and one changed. Then health: once, or
    // each second until the first check, which comes within ten.
    put: (route) => (count(tally, { ELB: prepared.delete(route.siteId) ? 7 : 18 }), routes.put(route)),
    // Found; rules listed; rule and target group deleted.
    remove: (site) => {
      count(tally, { ELB: 4 })
      prepared.delete(site.id)
      return routes.remove(site)
    },
    list: async (known = []) => {
      const sites = [...known]
      const ids = new Set(sites.map(({ id }) => id))
      const found = await routes.list(sites)
      const strangers = found.filter(({ siteId }) => !ids.has(siteId))
      count(tally, { ELB: pages(found.length, PAGES.targetGroups) + Math.ceil(strangers.length / PAGES.tags) })
      return found
    },
  }
}

/** `src/aws/alarm.ts` */
function countedAlarm(alarm: Ports['alarm'], tally: Tally): Ports['alarm'] {
  return {
    set: (site, at) => (count(tally, { Scheduler: 1 }), alarm.set(site, at)),
    // ListSchedules, when it is not known for which moment.
    clear: (site, at) => (count(tally, { Scheduler: at === undefined ? 2 : 1 }), alarm.clear(site, at)),
    list: async () => {
      const found = await alarm.list()
      count(tally, { Scheduler: pages(found.length, PAGES.schedules) })
      return found
    },
  }
}
