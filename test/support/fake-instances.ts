import type { Clock, Instances, LaunchOrder, Machine, MachineImage } from '../../src/control/ports.ts'
import { CapacityError, PermanentError, RejectedError } from '../../src/site/errors.ts'
import type { Instant } from '../../src/site/time.ts'
import type { Disk } from './fake-shell.ts'

/**
 * How long each state lasts. With 0 it is over at the next look, and still there in the answer of the call that
 * brought it about.
 */
export interface Durations {
  bootMs: number
  /** From running to reachable by commands. */
  agentMs: number
  stopMs: number
  /** From a forced stop on; as long as any other when left out. */
  forcedStopMs?: number
  terminateMs: number
  imageMs: number
  jobMs: number
}

export interface FakeMachine extends Machine {
  token: string
  image: string
  size: string
  siteName: string
  /** Which of the platform's sizes and zones it is in. */
  place: number
  since: Instant
  /** When its stop was forced. */
  forcedAt?: Instant
  /** Counts starts, the launch being 1. */
  boot: number
  /** What the jobs left there; images carry it on. */
  disk: Disk
}

export interface FakeImage extends MachineImage {
  since: Instant
  instanceId: string
  disk: Disk
}

export interface FakeCloud {
  clock: Clock
  durations: Durations
  machines: Map<string, FakeMachine>
  images: Map<string, FakeImage>
  /** Tokens of machines that were terminated. */
  spentTokens: Set<string>
  /** So many sizes and zones there are to try in turn. */
  places: number
  /** Until when there is no room in one of them. */
  full: Map<number, Instant>
  /** Sizes that its machines can't have. */
  unfit: Set<string>
  /** So many launches are refused from now on, before anything else is looked at. */
  refusals: number
  /** Brings states up to date with the clock. */
  settle(): void
  nextId(prefix: string): string
  isBaseImage(id: string): boolean
}

export function createFakeInstances(cloud: FakeCloud): Instances {
  const { machines, images, settle } = cloud
  return {
    launch: async (order) => {
      settle()
      if (cloud.refusals > 0) return refused(cloud, order)
      return machineOf(machineByToken(cloud, order) ?? addMachine(cloud, order))
    },
    describe: async (id) => {
      settle()
      const machine = machines.get(id)
      return machine && machineOf(machine)
    },
    start: async (id) => {
      settle()
      start(cloud, id)
    },
    resize: async (id, size) => {
      settle()
      resize(cloud, id, size)
    },
    stop: async (id, { isForced = false } = {}) => {
      settle()
      stop(cloud, id, isForced)
    },
    terminate: async (id) => {
      settle()
      terminate(cloud, id)
    },
    createImage: async (machine) => {
      settle()
      return imageOf(imageByLaunch(cloud, machine) ?? addImage(cloud, machine))
    },
    describeImage: async (id) => {
      settle()
      const image = images.get(id)
      return image && imageOf(image)
    },
    offerImage: async (id, label) => {
      const image = images.get(id)
      if (image === undefined) throw new Error(`there is no ${id}`)
      image.label = label
    },
    removeImage: async (id) => {
      images.delete(id)
    },
    list: async () => {
      settle()
      return { machines: [...machines.values()].map(machineOf), images: [...images.values()].map(imageOf) }
    },
  }
}

/** As EC2's port: nothing is launched, but what an earlier call launched is told of. */
function refused(cloud: FakeCloud, { token }: LaunchOrder): Machine {
  cloud.refusals -= 1
  const machine = [...cloud.machines.values()].find((one) => one.token === token)
  if (machine === undefined || machine.state === 'terminating')
    throw new RejectedError('Nobody may launch machines now')
  return machineOf(machine)
}

function machineByToken({ machines, spentTokens, places }: FakeCloud, order: LaunchOrder): FakeMachine | undefined {
  if (spentTokens.has(order.token)) throw new PermanentError('launch-token-used')
  const machine = [...machines.values()].find(({ token }) => token === order.token)
  if (machine === undefined) return undefined
  const same =
    machine.siteId === order.site.id &&
    machine.launch === order.launch &&
    machine.image === order.image &&
    machine.size === order.size &&
    machine.place === placeOf(order, places)
  if (!same) throw new Error(`token ${order.token} was used for another order`)
  return machine
}

function placeOf({ attempt = 0 }: LaunchOrder, places: number): number {
  return attempt % places
}

function checkRoom({ full, places, clock }: FakeCloud, place: number): void {
  if ((full.get(place) ?? 0) > clock.now()) throw new CapacityError('no room', { alternatives: places })
}

function addMachine(cloud: FakeCloud, order: LaunchOrder): FakeMachine {
  const { site, token, launch, image, size } = order
  const place = placeOf(order, cloud.places)
  checkRoom(cloud, place)
  const machine: FakeMachine = {
    id: cloud.nextId('machine'),
    siteId: site.id,
    siteName: site.name,
    launch,
    token,
    image,
    size,
    place,
    state: 'pending',
    since: cloud.clock.now(),
    boot: 1,
    disk: diskOf(cloud, image),
  }
  cloud.machines.set(machine.id, machine)
  return machine
}

function diskOf({ images, isBaseImage }: FakeCloud, imageId: string): Disk {
  const image = images.get(imageId)
  if (image?.state === 'pending') throw new Error(`image ${imageId} is not yet available`)
  if (image?.state === 'available') return { ...image.disk }
  if (isBaseImage(imageId)) return {}
  throw new PermanentError('image-missing')
}

function start(cloud: FakeCloud, id: string): void {
  const { machines, clock } = cloud
  const machine = machines.get(id)
  if (machine === undefined || ['pending', 'running', 'terminating'].includes(machine.state)) return
  if (machine.state === 'stopping') throw new Error(`${id} is not yet stopped`)
  checkRoom(cloud, machine.place)
  Object.assign(machine, { state: 'pending', since: clock.now(), boot: machine.boot + 1 })
}

function resize({ machines, unfit }: FakeCloud, id: string, size: string): void {
  const machine = machines.get(id)
  if (machine === undefined || machine.state === 'terminating') return
  if (machine.state !== 'stopped') throw new Error(`${id} is not stopped`)
  if (unfit.has(size)) throw new PermanentError('size-unfit')
  machine.size = size
}

function stop({ machines, clock }: FakeCloud, id: string, isForced: boolean): void {
  const machine = machines.get(id)
  if (machine?.state === 'stopping' && isForced) machine.forcedAt ??= clock.now()
  if (machine === undefined || ['stopping', 'stopped', 'terminating'].includes(machine.state)) return
  if (machine.state === 'pending') throw new Error(`${id} is not yet running`)
  Object.assign(machine, { state: 'stopping', since: clock.now() })
  delete machine.address
  delete machine.forcedAt
}

function terminate({ machines, images, spentTokens, clock }: FakeCloud, id: string): void {
  const machine = machines.get(id)
  if (machine === undefined || machine.state === 'terminating') return
  Object.assign(machine, { state: 'terminating', since: clock.now() })
  delete machine.address
  spentTokens.add(machine.token)
  for (const image of images.values()) if (image.instanceId === id && image.state === 'pending') image.state = 'failed'
}

function imageByLaunch({ images }: FakeCloud, { siteId, launch }: { siteId: string; launch: number }) {
  return [...images.values()].find((image) => image.siteId === siteId && image.launch === launch)
}

function addImage(cloud: FakeCloud, { id, siteId, launch }: { id: string; siteId: string; launch: number }): FakeImage {
  const machine = cloud.machines.get(id)
  if (machine === undefined || machine.state === 'terminating') throw new PermanentError('machine-gone')
  if (machine.state !== 'stopped') throw new Error(`${id} is not stopped`)
  const since = cloud.clock.now()
  const disk = { ...machine.disk }
  const image: FakeImage = { id: cloud.nextId('image'), siteId, launch, state: 'pending', since, instanceId: id, disk }
  cloud.images.set(image.id, image)
  return image
}

function machineOf({ id, siteId, launch, state, address }: FakeMachine): Machine {
  return { id, siteId, launch, state, ...(address !== undefined && { address }) }
}

function imageOf({ id, siteId, launch, state, label }: FakeImage): MachineImage {
  return { id, siteId, launch, state, ...(label !== undefined && { label }) }
}
