import type { Filter, ImageState, InstanceStateName, Tag } from '@aws-sdk/client-ec2'
import type { Clock } from '../../../src/control/ports.ts'
import type { Instant } from '../../../src/site/time.ts'
import { HOUR_MS } from '../../../src/site/time.ts'
import { AwsError } from './fake-service.ts'

/** How long states last; 0: until the next look. */
export interface Ec2Durations {
  bootMs: number
  stopMs: number
  terminateMs: number
  imageMs: number
  /** Until Describe shows what was made. */
  listLagMs: number
}

export interface Ec2Instance {
  id: string
  token: string
  /** What the token was used with. */
  request: string
  type: string
  subnet: string
  image: string
  templateVersion: string
  volumes: EbsVolume[]
  userData: string
  tags: Tag[]
  state: InstanceStateName
  since: Instant
  madeAt: Instant
  spotRequest?: string
}

/** As RunInstances was asked for it, or as the image has it. */
export interface EbsVolume {
  device: string
  gib: number
  type: string
  encrypted: boolean
  keptAfterwards: boolean
  /** In MiB/s: it's filled ahead. */
  rate?: number
}

export interface Ec2Image {
  id: string
  name: string
  tags: Tag[]
  state: ImageState
  since: Instant
  architecture: string
  createdAt: string
  root: string
  /** Of the root's snapshot. */
  gib: number
  /** Further volumes that it brings: device and size. */
  volumes: { device: string; gib: number }[]
  snapshots: string[]
  /** Somebody else's, shared with us. */
  shared?: boolean
  instance?: string
}

export interface Ec2Snapshot {
  id: string
  tags: Tag[]
}

export interface SpotRequest {
  id: string
  tags: Tag[]
  state: 'open' | 'active' | 'disabled' | 'cancelled'
  instance?: string
  type: string
}

export interface Ec2State {
  clock: Clock
  durations: Ec2Durations
  /** Versions by template; the default of each stays the first, as CloudFormation leaves it. */
  launchTemplates: Map<string, string[]>
  /** `TYPE SUBNET` → the error that says so. */
  noRoom: Map<string, string>
  instances: Map<string, Ec2Instance>
  images: Map<string, Ec2Image>
  snapshots: Map<string, Ec2Snapshot>
  spotRequests: Map<string, SpotRequest>
}

export function settle({ clock, durations, instances, images }: Ec2State): void {
  const now = clock.now()
  const next: Partial<Record<InstanceStateName, [InstanceStateName, number]>> = {
    pending: ['running', durations.bootMs],
    stopping: ['stopped', durations.stopMs],
    'shutting-down': ['terminated', durations.terminateMs],
  }
  for (const instance of instances.values()) {
    const [state, ms] = next[instance.state] ?? []
    if (state !== undefined && ms !== undefined && now - instance.since >= ms) {
      Object.assign(instance, { state, since: instance.since + ms })
    }
    // Terminated machines are listed for about an hour.
    if (instance.state === 'terminated' && now - instance.since >= HOUR_MS) instances.delete(instance.id)
  }
  for (const image of images.values()) {
    if (image.state === 'pending' && now - image.since >= durations.imageMs) image.state = 'available'
  }
}

export function isListed({ clock, durations }: Ec2State, { madeAt }: Ec2Instance): boolean {
  return clock.now() - madeAt >= durations.listLagMs
}

/** Filters as EC2 has them: all must hold, each by any of its values. An unknown one is refused. */
export function matches(filters: Filter[] | undefined, tags: Tag[], fields: Record<string, string>): boolean {
  return (filters ?? []).every(({ Name = '', Values = [] }) => {
    if (Name === 'tag-key') return tags.some(({ Key }) => Values.includes(Key ?? ''))
    if (Name.startsWith('tag:')) {
      return tags.some(({ Key, Value }) => Key === Name.slice(4) && Values.includes(Value ?? ''))
    }
    const field = fields[Name]
    if (field === undefined) throw new AwsError('InvalidParameterValue', `no filter ${Name}`)
    return Values.includes(field)
  })
}

/** Whether an id could be one; `kind`: for instance `i`. */
export function checkId(kind: string, id: string, error: string): void {
  if (!new RegExp(`^${kind}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) throw new AwsError(error)
}

/** Handlers that first move states on, as far as the clock says. */
export function settling(state: Ec2State) {
  return <I, O>(answer: (input: I) => O) =>
    (input: I) => {
      settle(state)
      return answer(input)
    }
}
