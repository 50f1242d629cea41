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

/** `src/aws/site-store.ts`, `list-sites.ts`; teams of these sites are small enough for their records (`kept-teams.ts`) */
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
    remove: async (site) => {
      // A large team of its, if there is one.
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += 1
      await written(site.name, () => store.remove(site))
    },
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
    loadCallLog: async (name) => {
      count(tally, { DynamoDB: 1 })
      tally.readUnits += 1
      return store.loadCallLog(name)
    },
    saveCallLog: async (name, log) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += 1
      return store.saveCallLog(name, log)
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

/** Of an owner's item: a site's id and token; name, life, and count; of which the index has the keys. */
const QUOTA_BYTES = { entry: 40, owner: 60, key: 40 }

/** `src/aws/site-quota.ts`: the owner's item and the total are read; the total is marked, the owner's item changed, and the change counted. */
function countedQuota(
  store: Ports['store'],
  tally: Tally,
): Pick<Ports['store'], 'takeQuota' | 'releaseQuota' | 'quotaEntries' | 'quotaTotal' | 'recountQuota'> {
  const ownersBytes = (entries: number) => QUOTA_BYTES.owner + entries * QUOTA_BYTES.entry
  const ofOwner = async (owner: string) => (await store.quotaEntries()).filter((entry) => entry.owner === owner)
  const read = (entries: number) => {
    count(tally, { DynamoDB: 2 })
    tally.readUnits += 1 + readUnits(ownersBytes(entries), { isStrong: true })
  }
  /** `isFirst`: the index gets or loses the owner. */
  const change = (entries: number, isFirst: boolean) => {
    count(tally, { DynamoDB: 3 })
    tally.writeUnits += 2 + Math.ceil(ownersBytes(entries) / 1024) + Number(isFirst)
  }
  return {
    quotaEntries: async () => {
      const entries = await store.quotaEntries()
      const owners = new Map<string, number>()
      for (const { owner } of entries) owners.set(owner, (owners.get(owner) ?? 0) + 1)
      const keys = owners.size * QUOTA_BYTES.key
      count(tally, { DynamoDB: 1 + pages(keys, QUERY_BYTES) + Math.ceil(owners.size / PAGES.records) })
      tally.readUnits += 1 + readUnits(keys, { isStrong: false })
      for (const held of owners.values()) tally.readUnits += readUnits(ownersBytes(held), { isStrong: false })
      return entries
    },
    quotaTotal: async () => {
      count(tally, { DynamoDB: 1 })
      tally.readUnits += 1
      return store.quotaTotal()
    },
    recountQuota: async (revision) => {
      count(tally, { DynamoDB: 1 })
      tally.writeUnits += 1
      return store.recountQuota(revision)
    },
    takeQuota: async (entry, options) => {
      const before = await ofOwner(entry.owner)
      read(before.length)
      if (!before.some(({ siteId }) => siteId === entry.siteId)) change(before.length + 1, before.length === 0)
      return store.takeQuota(entry, options)
    },
    releaseQuota: async (entry) => {
      const before = await ofOwner(entry.owner)
      read(before.length)
      if (before.some(({ siteId }) => siteId === entry.siteId)) change(before.length, before.length === 1)
      return store.releaseQuota(entry)
    },
  }
}

/** `src/control/turns.ts`: one for all calls of a step. */
function countTurn(tally: Tally): void {
  count(tally, { DynamoDB: 2 })
  tally.readUnits += 1
  tally.writeUnits += 1
}

/** `src/aws/instances.ts`, `src/aws/ec2/` */
function countedInstances(instances: Ports['instances'], tally: Tally): Ports['instances'] {
  const turn = () => countTurn(tally)
  const ec2 = (calls: number) => count(tally, { EC2: calls })
  return {
    // Images of the order, then RunInstances.
    launch: (order) => (turn(), ec2(2), instances.launch(order)),
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
  const elb = (calls: number, turns: number) => {
    count(tally, { ELB: calls })
    for (let turn = 0; turn < turns; turn++) countTurn(tally)
  }
  return {
    // The target group, and its target; rules listed, unless they were within five minutes, and one made.
    prepare: async (route) => (elb(4, 2), (await routes.prepare(route)) ?? route.instanceId),
    // The same, if it wasn't prepared, or else only rules listed; its health, unless that's known; and the rule opened.
    put: (route) => {
      const isPrepared = route.handle !== undefined
      const isHealthKnown = isPrepared && route.isFirst === true && route.hasWaited === true
      elb((isPrepared ? 1 : 4) + (isHealthKnown ? 1 : 2), isPrepared ? 2 : 3)
      return routes.put(route)
    },
    // Found; rules listed; rule and target group deleted.
    remove: (site) => (elb(4, 2), routes.remove(site)),
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
