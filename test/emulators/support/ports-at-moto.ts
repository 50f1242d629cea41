import assert from 'node:assert/strict'
import { DescribeImagesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import { SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { createSsmShell } from '../../../src/aws/shell.ts'
import { packInstance } from '../../../tools/pack-instance.ts'
import { createResults, MISSING_BRANCH, setUp } from '../../aws/ssm/bench.ts'
import { atMoto, motoUrl } from './addresses.ts'
import { cloud, COMMAND_DOCUMENT, IMAGE_LABEL, makeCloud, makeListener } from './cloud.ts'
import { eventually } from './eventually.ts'
import { isNameTaken, isRunning, stateOf, tag } from './machines-at-moto.ts'
import { startMotoFront } from './moto-front.ts'
import { createRunCommand } from './run-command.ts'

export const DOMAIN = 'test.example.com'
/** Long enough that a machine can be stopped while a job is under way. */
const JOB_MS = 200

const listenerSchema = z.object({
  listenerArn: z.string(),
  dnsName: z.string(),
  hostedZoneId: z.string(),
})

let stacks = 0

/** A name that nothing at the emulators has. */
export const newStack = (): string => `ports-${process.pid}-${++stacks}`

/** What all of these tests share: network, image, load balancer, zone, bucket. */
export const openCloud = once(async () => {
  const suffix = `ports-${process.pid}`
  const { settings, listener } = await makeCloud(suffix, DOMAIN, {})
  const filters = { Owners: ['self'], Filters: [{ Name: 'tag:testsite:image', Values: [IMAGE_LABEL] }] }
  const { Images: [image] = [] } = await cloud.ec2.send(new DescribeImagesCommand(filters))
  const { subnetIds } = settings
  const listeners = z
    .tuple([listenerSchema, listenerSchema])
    .parse([listener, await makeListener(subnetIds, `${suffix}-2`)])
  assert.ok(image?.ImageId !== undefined)
  const machines: [string, string] = [await machine(image.ImageId, subnetIds), await machine(image.ImageId, subnetIds)]
  return { settings, image: image.ImageId, subnetIds, listeners, machines }
})

async function machine(ImageId: string, [SubnetId]: string[]): Promise<string> {
  const order = new RunInstancesCommand({ ImageId, SubnetId, MinCount: 1, MaxCount: 1 })
  const { Instances: [instance] = [] } = await cloud.ec2.send(order)
  return instance?.InstanceId ?? assert.fail('no machine')
}

/** Machines and jobs of a stack of their own. */
export async function openMachines() {
  const { settings, image, subnetIds } = await openCloud()
  const { push, resultOf } = createResults()
  const output = (entry: string, document: unknown) => resultOf(entry, JSON.stringify(document))
  const jobs = { documentName: COMMAND_DOCUMENT, jobMs: JOB_MS, resultOf: output, isRunning, onEnd: () => {} }
  const runCommand = createRunCommand(jobs)
  const front = await startMotoFront({ motoUrl, runCommand, stateOf, images: { isNameTaken, tag } })
  const ec2 = new EC2Client({ ...atMoto, endpoint: front.url })
  const ssm = new SSMClient({ ...atMoto, endpoint: front.url })
  const clock = { now: Date.now }
  const instances = createEc2Instances({
    ec2,
    clock,
    stack: newStack(),
    launchTemplateId: settings.launchTemplateId,
    launchTemplateVersion: settings.launchTemplateVersion,
    diskGib: settings.diskGib,
    subnetIds,
    fallbackSizes: {},
  })
  const shell = createSsmShell({
    ssm,
    s3: cloud.s3,
    clock,
    bucket: settings.bucketName,
    documentName: COMMAND_DOCUMENT,
    instanceBundle,
  })
  return {
    instances,
    shell,
    image,
    size: 't3.micro',
    setUp,
    missingBranch: MISSING_BRANCH,
    push,
    eventually: async (isSo: () => Promise<boolean>): Promise<void> => {
      await eventually('it comes to that', async () => (await isSo()) || undefined)
    },
    close: async () => {
      ec2.destroy()
      ssm.destroy()
      await front.close()
    },
  }
}

/** No more than what a machine unpacks: its own test runs what is in it. */
const instanceBundle = once(() => packInstance('instance'))

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
