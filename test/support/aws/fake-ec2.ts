import { EC2Client } from '@aws-sdk/client-ec2'
import type { Clock } from '../../../src/control/ports.ts'
import type { Ec2Durations, Ec2State, Ec2Image } from './ec2-state.ts'
import { imageHandlers } from './ec2-images.ts'
import { instanceHandlers } from './ec2-instances.ts'
import { createFakeService, answeredBy, insteadOfNetwork, newId, nowhere } from './fake-service.ts'

export type FakeEc2 = ReturnType<typeof createFakeEc2>

export const LAUNCH_TEMPLATE = 'lt-0123456789abcdef0'
/** The newest, which the stack has made. */
export const LAUNCH_TEMPLATE_VERSION = '3'

const INSTANTLY: Ec2Durations = { bootMs: 0, stopMs: 0, terminateMs: 0, imageMs: 0, listLagMs: 0 }

/** EC2, as strict as it is where it matters to us. States move on when they are looked at and the clock says so. */
export function createFakeEc2(clock: Clock, durations: Partial<Ec2Durations> = {}) {
  const ec2: Ec2State = {
    clock,
    durations: { ...INSTANTLY, ...durations },
    launchTemplates: new Map([[LAUNCH_TEMPLATE, ['1', '2', LAUNCH_TEMPLATE_VERSION]]]),
    noRoom: new Map(),
    instances: new Map(),
    images: new Map(),
    snapshots: new Map(),
    spotRequests: new Map(),
  }
  const service = createFakeService({ ...instanceHandlers(ec2), ...imageHandlers(ec2) })
  const client = new EC2Client(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return { ...ec2, ...service, client, addImage: (changes: Partial<Ec2Image> = {}) => addImage(ec2, changes) }
}

/** An image that machines can be launched from. */
function addImage({ images, clock }: Ec2State, changes: Partial<Ec2Image>): Ec2Image {
  const image: Ec2Image = {
    id: newId('ami'),
    name: 'debian-13',
    tags: [],
    state: 'available',
    since: clock.now(),
    architecture: 'x86_64',
    createdAt: new Date(clock.now()).toISOString(),
    root: '/dev/xvda',
    gib: 8,
    volumes: [],
    snapshots: [],
    ...changes,
  }
  images.set(image.id, image)
  return image
}
