import { type EC2Client, TerminateInstancesCommand, waitUntilInstanceTerminated } from '@aws-sdk/client-ec2'
import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { listImages } from '../../src/aws/ec2/images.ts'
import { listMachines } from '../../src/aws/ec2/machines.ts'
import { unlessNamed } from '../../src/aws/error-name.ts'
import { deployedName, type FunctionName } from '../../src/aws/function-names.ts'
import { stackFilter } from '../../src/aws/tags.ts'
import type { MachineImage } from '../../src/control/ports.ts'

export interface Clients {
  ec2: EC2Client
  lambda: LambdaClient
  s3: S3Client
}

/** What was made at run time and is not the stack's own. */
export interface Estate {
  machines: { id: string; siteId: string }[]
  images: MachineImage[]
  /** Where jobs for machines lie; undefined when the functions are gone already. */
  bucket: string | undefined
}

const NO_FUNCTION: ReadonlySet<string> = new Set(['ResourceNotFoundException'])
const NO_BUCKET: ReadonlySet<string> = new Set(['NoSuchBucket'])

export async function surveyEstate(clients: Clients, stack: string): Promise<Estate> {
  const deps = { ec2: clients.ec2, stack }
  const [machines, images, bucket] = await Promise.all([
    listMachines(deps, stackFilter(stack)),
    listImages(deps),
    findBucket(clients, stack),
  ])
  return { machines: machines.filter(({ state }) => state !== 'terminating'), images, bucket }
}

async function findBucket({ lambda }: Clients, stack: string): Promise<string | undefined> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: deployedName(stack, 'reconcile') })
  const found = await unlessNamed(NO_FUNCTION, () => lambda.send(command))
  return found?.Environment?.Variables?.['INPUT_BUCKET']
}

/** Nobody brings the machines of sites up again: what would is stopped first. */
export async function terminateMachines(
  { ec2, lambda }: Clients,
  stack: string,
  { machines }: Estate,
  maxWaitTime = 600,
): Promise<void> {
  for (const name of ['reconcile', 'sweep'] satisfies FunctionName[]) {
    const command = { FunctionName: deployedName(stack, name), ReservedConcurrentExecutions: 0 }
    await unlessNamed(NO_FUNCTION, () => lambda.send(new PutFunctionConcurrencyCommand(command)))
  }
  const InstanceIds = machines.map(({ id }) => id)
  if (InstanceIds.length === 0) return
  await ec2.send(new TerminateInstancesCommand({ InstanceIds }))
  // Their security group cannot be deleted while one is there.
  await waitUntilInstanceTerminated({ client: ec2, maxWaitTime }, { InstanceIds })
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
