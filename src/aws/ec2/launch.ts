import { DescribeImagesCommand, RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2'
import type { LaunchOrder, Machine } from '../../control/ports.ts'
import { PermanentError, RefusedError } from '../../site/errors.ts'
import { isNamed, unlessNamed } from '../error-name.ts'
import { tagFilters, tagsOf } from '../tags.ts'
import { alternatives } from './alternatives.ts'
import { NO_IMAGE, TOKEN_SPENT } from './error-codes.ts'
import { launchRefusal } from './launch-refusal.ts'
import { type Ec2, listMachines, toMachine } from './machines.ts'
import { type LaunchImage, type LaunchSettings, runInstancesInput } from './run-instances-input.ts'

export interface LaunchDeps extends Ec2, LaunchSettings {
  /** One a zone, in the order in which to try them. */
  subnetIds: readonly string[]
  /** By size: what to take instead when there is no room for it. */
  fallbackSizes: Readonly<Record<string, readonly string[]>>
}

/** See {@link Instances.launch}. */
export async function launch(deps: LaunchDeps, order: LaunchOrder): Promise<Machine> {
  const choices = alternatives(order.size, deps.subnetIds, deps.fallbackSizes)
  const choice = choices[(order.attempt ?? 0) % choices.length]
  if (choice === undefined) throw new RefusedError('There is no subnet to launch a machine in')
  try {
    return await run(deps, runInstancesInput(deps, order, await findLaunchImage(deps, order.image), choice))
  } catch (error) {
    const name = `${choice.size} in ${choice.subnetId}`
    const refusal = launchRefusal(error, { name, alternatives: choices.length })
    if (refusal === undefined) throw error
    // EC2 may refuse before it looks at the token: a call before this one, whose answer was lost, may have launched.
    const machine = isNamed(error, TOKEN_SPENT) ? undefined : await machineOfOrder(deps, order)
    if (machine === undefined) throw refusal
    return machine
  }
}

async function run({ ec2, stack }: Ec2, input: RunInstancesCommandInput): Promise<Machine> {
  const { Instances: [instance] = [] } = await ec2.send(new RunInstancesCommand(input))
  if (instance === undefined) throw new Error('EC2 launched nothing')
  const machine = toMachine(stack, instance)
  if (machine === undefined || machine.state === 'terminating') throw new PermanentError('launch-token-used')
  return machine
}

async function machineOfOrder(deps: Ec2, { site, launch }: LaunchOrder): Promise<Machine | undefined> {
  const tags = tagsOf(deps.stack, { siteId: site.id, siteName: site.name, launch })
  const machines = await listMachines(deps, tagFilters(tags))
  return machines.find(({ state }) => state !== 'terminating')
}

/** PermanentError `image-missing`. An image that is still being made is worth another try. */
async function findLaunchImage({ ec2 }: Ec2, imageId: string): Promise<LaunchImage> {
  const found = await unlessNamed(NO_IMAGE, () => ec2.send(new DescribeImagesCommand({ ImageIds: [imageId] })))
  const image = found?.Images?.[0]
  if (image?.State === 'pending' || image?.State === 'transient') throw new Error(`${imageId} is not available yet`)
  if (image?.State !== 'available' || image.RootDeviceName === undefined) throw new PermanentError('image-missing')
  const volumes = (image.BlockDeviceMappings ?? []).flatMap(({ DeviceName: device, Ebs }) =>
    device === undefined || Ebs === undefined ? [] : [{ device, gib: Ebs.VolumeSize }],
  )
  return { rootDevice: image.RootDeviceName, volumes }
}
