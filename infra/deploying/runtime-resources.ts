import { type EC2Client, waitUntilInstanceTerminated } from '@aws-sdk/client-ec2'
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod'
import { listImages } from '../../src/aws/ec2/images.ts'
import { listMachines } from '../../src/aws/ec2/machines.ts'
import { terminate } from '../../src/aws/ec2/power.ts'
import { instanceOfSpotRequest, isSpotRequest, orphanedRequests } from '../../src/aws/ec2/spot-requests.ts'
import { unlessNamed } from '../../src/aws/errors.ts'
import { deployedName } from '../../src/aws/names.ts'
import { stackFilter } from '../../src/aws/tags.ts'
import type { MachineImage } from '../../src/control/ports.ts'
import { NO_FUNCTION } from './functions.ts'

export interface Clients {
  ec2: EC2Client
  lambda: LambdaClient
  s3: S3Client
}

/** What was made at run time and is not the stack's own. */
export interface RuntimeResources {
  /** Also spot requests that may still launch one. */
  machines: { id: string; siteId: string }[]
  images: MachineImage[]
  /** Where jobs for machines lie; undefined when the functions are gone already. */
  bucket: string | undefined
}

const NO_BUCKET = ['NoSuchBucket']

/** So often are machines that turn up while others go terminated, too. */
const MAX_ROUNDS = 5

export async function listRuntimeResources(clients: Clients, stack: string): Promise<RuntimeResources> {
  const [machines, images, bucket] = await Promise.all([
    findMachines(clients, stack),
    listImages({ ec2: clients.ec2, stack }),
    findBucket(clients, stack),
  ])
  return { machines, images, bucket }
}

async function findMachines({ ec2 }: Clients, stack: string): Promise<RuntimeResources['machines']> {
  const machines = await listMachines({ ec2, stack }, stackFilter(stack))
  const strays = await orphanedRequests({ ec2, stack }, machines)
  return [...machines.filter(({ state }) => state !== 'terminating'), ...strays]
}

async function findBucket({ lambda }: Clients, stack: string): Promise<string | undefined> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: deployedName(stack, 'reconcile') })
  const found = await unlessNamed(NO_FUNCTION, () => lambda.send(command))
  const { SETTINGS = '{}', INPUT_BUCKET } = found?.Environment?.Variables ?? {}
  // Stacks that were deployed by versions before SETTINGS have a variable for it.
  return z.object({ bucketName: z.string().optional() }).parse(JSON.parse(SETTINGS)).bucketName ?? INPUT_BUCKET
}

/** Until none is left. What brings the machines of sites up has to be stopped before. */
export async function terminateMachines(clients: Clients, stack: string, maxWaitTime = 600): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const machines = await findMachines(clients, stack)
    if (machines.length === 0) return
    const gone = await Promise.all(machines.map(({ id }) => terminateOne(clients, stack, id)))
    const InstanceIds = gone.filter((id) => id !== undefined)
    // Their security group cannot be deleted while one is there.
    if (InstanceIds.length > 0) await waitUntilInstanceTerminated({ client: clients.ec2, maxWaitTime }, { InstanceIds })
  }
  throw new Error(`Machines of ${stack} keep turning up. Try again in a few minutes.`)
}

/** `id`: a machine, or a spot request. The machine that goes. */
async function terminateOne({ ec2 }: Clients, stack: string, id: string): Promise<string | undefined> {
  const machine = isSpotRequest(id) ? await instanceOfSpotRequest({ ec2, stack }, id) : id
  await terminate({ ec2, stack }, id)
  return machine
}

/** CloudFormation deletes no bucket with something in it. */
export async function emptyBucket({ s3 }: Pick<Clients, 's3'>, Bucket: string): Promise<void> {
  await unlessNamed(NO_BUCKET, async () => {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      const Objects = Contents.map(({ Key }) => ({ Key }))
      if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
    }
  })
}
