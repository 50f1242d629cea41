import {
  ModifyInstanceAttributeCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2'
import type { MachineState } from '../../site/site.ts'
import { CapacityError, PermanentError } from '../../site/errors.ts'
import { isNamed, unlessNamed } from '../errors.ts'
import { NO_INSTANCE, NO_ROOM, UNFIT, WRONG_STATE } from './error-codes.ts'
import { type Ec2, findMachine } from './machines.ts'
import { cancelSpotRequest, instanceOfSpotRequest, isSpotRequest } from './spot-requests.ts'

/** CapacityError: a stopped machine needs capacity again. */
export async function start(deps: Ec2, id: string): Promise<void> {
  try {
    await orderUnlessSo(deps, id, ['pending', 'running'], () =>
      deps.ec2.send(new StartInstancesCommand({ InstanceIds: [id] })),
    )
  } catch (error) {
    if (isNamed(error, NO_ROOM)) throw new CapacityError(`No room to start ${id}`, { cause: error })
    throw error
  }
}

/** See {@link Instances.resize}. */
export async function resize(deps: Ec2, id: string, size: string): Promise<void> {
  const command = new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType: { Value: size } })
  try {
    await orderUnlessSo(deps, id, [], () => deps.ec2.send(command))
  } catch (error) {
    if (isNamed(error, UNFIT)) throw new PermanentError('size-unfit', { cause: error })
    throw error
  }
}

export async function stop(deps: Ec2, id: string, { isForced = false } = {}): Promise<void> {
  await orderUnlessSo(deps, id, ['stopping', 'stopped'], () =>
    deps.ec2.send(new StopInstancesCommand({ InstanceIds: [id], ...(isForced && { Force: true }) })),
  )
}

/** `id`: a machine, or a spot request without one, as listed. */
export async function terminate(deps: Ec2, id: string): Promise<void> {
  const { ec2 } = deps
  if (isSpotRequest(id)) {
    const instanceId = await instanceOfSpotRequest(deps, id)
    await cancelSpotRequest(deps, id)
    if (instanceId !== undefined) await terminateInstance({ ec2 }, instanceId)
    return
  }
  // The request first, or it would launch a replacement.
  const spotRequestId = (await findMachine(deps, id))?.spotRequestId
  if (spotRequestId !== undefined) await cancelSpotRequest(deps, spotRequestId)
  await terminateInstance({ ec2 }, id)
}

async function terminateInstance({ ec2 }: Pick<Ec2, 'ec2'>, id: string): Promise<void> {
  await unlessNamed(NO_INSTANCE, () => ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })))
}

/** Fine when the machine is already so, or gone. */
async function orderUnlessSo(
  deps: Ec2,
  id: string,
  already: readonly MachineState[],
  order: () => Promise<unknown>,
): Promise<void> {
  try {
    await unlessNamed(NO_INSTANCE, order)
  } catch (error) {
    if (!isNamed(error, WRONG_STATE)) throw error
    const state = (await findMachine(deps, id))?.state
    if (state !== undefined && state !== 'terminating' && !already.includes(state)) throw error
  }
}
