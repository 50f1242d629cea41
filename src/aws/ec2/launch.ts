import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2'
import type { LaunchOrder, Machine } from '../../control/ports.ts'
import { PermanentError, RejectedError, CapacityError, isPermanentError } from '../../site/errors.ts'
import { isNamed } from '../errors.ts'
import { tagFilters, tagsOf } from '../tags.ts'
import { NO_IMAGE, TOKEN_SPENT, NO_ROOM, TOKEN_OF_OTHER_ORDER, UNCLEAR } from './error-codes.ts'
import { findImage } from './images.ts'
import { type Ec2, listMachines, toMachine } from './machines.ts'
import { type LaunchImage, type LaunchSettings, runInstancesInput, type Alternative } from './run-instances-input.ts'
import * as z from 'zod'

export interface LaunchDeps extends Ec2, LaunchSettings {
  /** One per zone, in the order in which to try them. */
  subnetIds: readonly string[]
  /** By size: what to launch instead when there's no capacity. */
  fallbackSizes: Readonly<Record<string, readonly string[]>>
  imageOf(id: string): Promise<LaunchImage>
  /** Resolves when it's this launch's turn; left out: at once. */
  turn?: (() => Promise<void>) | undefined
}

/** See {@link Instances.launch}. */
export async function launch(deps: LaunchDeps, order: LaunchOrder): Promise<Machine> {
  const choices = alternatives(order.size, deps.subnetIds, deps.fallbackSizes)
  const choice = choices[(order.attempt ?? 0) % choices.length]
  if (choice === undefined) throw new RejectedError('There is no subnet to launch a machine in')
  try {
    const input = runInstancesInput(deps, order, await deps.imageOf(order.image), choice)
    await deps.turn?.()
    return await run(deps, input)
  } catch (error) {
    const name = `${choice.size} in ${choice.subnetId}`
    const rejection = translateLaunchError(error, { name, alternatives: choices.length })
    if (rejection === undefined) throw error
    // EC2 may reject a call before it looks at the token: an earlier call, whose response was lost, may have launched.
    const machine = isNamed(error, TOKEN_SPENT) ? undefined : await machineOfOrder(deps, order)
    if (machine === undefined) throw rejection
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

/** PermanentError `image-missing`; a plain Error while the image is still being created. */
export async function findLaunchImage({ ec2 }: Pick<Ec2, 'ec2'>, imageId: string): Promise<LaunchImage> {
  const image = await findImage(ec2, imageId)
  if (image?.State === 'pending' || image?.State === 'transient') throw new Error(`${imageId} is not available yet`)
  if (image?.State !== 'available' || image.RootDeviceName === undefined) throw new PermanentError('image-missing')
  const volumes = (image.BlockDeviceMappings ?? []).flatMap(({ DeviceName: device, Ebs }) =>
    device === undefined || Ebs === undefined ? [] : [{ device, gib: Ebs.VolumeSize }],
  )
  return { rootDevice: image.RootDeviceName, volumes }
}

/**
 * Where to launch a machine of that size, in order: the size itself in each zone, then each substitute in each zone. After the
 * last, attempts start over.
 */
function alternatives(
  size: string,
  subnetIds: readonly string[],
  fallbackSizes: Readonly<Record<string, readonly string[]>>,
): Alternative[] {
  const sizes = new Set([size, ...(fallbackSizes[size] ?? [])])
  return [...sizes].flatMap((size) => subnetIds.map((subnetId) => ({ size, subnetId })))
}

/** What an error of a launch means to the port; undefined: a machine may exist. */
function translateLaunchError(error: unknown, where: { name: string; alternatives: number }): Error | undefined {
  if (isPermanentError(error)) return error
  if (isNamed(error, NO_ROOM)) {
    return new CapacityError(`No room for ${where.name}`, { alternatives: where.alternatives, cause: error })
  }
  if (isNamed(error, NO_IMAGE)) return new PermanentError('image-missing', { cause: error })
  if (isNamed(error, TOKEN_SPENT)) return new PermanentError('launch-token-used', { cause: error })
  // Our settings have changed since the token was first used.
  if (isNamed(error, TOKEN_OF_OTHER_ORDER)) return new PermanentError('launch-token-used', { cause: error })
  return isRejection(error) ? new RejectedError(error.message, { cause: error }) : undefined
}

const answerSchema = z.object({
  $metadata: z.object({ httpStatusCode: z.number().min(400).max(499), attempts: z.number().default(1) }),
})
/** A proxy's statuses for too late, too early, too many. */
const UNCLEAR_STATUS: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * EC2 checks permissions, the account's quotas and parameters before it launches anything, and answers 4xx ("Error codes for the
 * Amazon EC2 API"). If the SDK has retried, an earlier attempt may have launched.
 */
function isRejection(error: unknown): error is Error {
  if (!(error instanceof Error) || isNamed(error, UNCLEAR)) return false
  const { data } = answerSchema.safeParse(error)
  return data !== undefined && data.$metadata.attempts === 1 && !UNCLEAR_STATUS.has(data.$metadata.httpStatusCode)
}
