import { paginateDescribeImages, paginateDescribeInstances } from '@aws-sdk/client-ec2'
import { setTimeout } from 'node:timers/promises'
import { commandEvent, imageEvent, instanceEvent } from '../../lambda/events.ts'
import { cloud } from './cloud.ts'

const LOOK_MS = 500

/**
 * EventBridge's part, which moto has not: tells of machines and images whose state changes from now on. `notify` gets the events
 * as AWS documents them.
 */
export async function startEventBridge(notify: (event: unknown) => Promise<void>) {
  const seen = await statesNow()
  const look = async () => {
    for (const [id, { state, event }] of await statesNow()) {
      if (seen.get(id)?.state === state) continue
      seen.set(id, { state, event })
      await notify(event)
    }
  }
  const stopped = new AbortController()
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await look()
      await setTimeout(LOOK_MS)
    }
  })()
  return {
    commandEnded: (instanceId: string) =>
      notify({ ...commandEvent, detail: { ...commandEvent.detail, 'instance-id': instanceId } }),
    stop: async () => {
      stopped.abort()
      await running
    },
  }
}

/** The state of every machine and image, by id, with the event that tells of it. */
async function statesNow(): Promise<Map<string, { state: string; event: unknown }>> {
  const states = new Map<string, { state: string; event: unknown }>()
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: cloud.ec2 }, {})) {
    for (const { InstanceId = '', State } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
      const state = State?.Name ?? ''
      states.set(InstanceId, { state, event: { ...instanceEvent, detail: { 'instance-id': InstanceId, state } } })
    }
  }
  for await (const { Images = [] } of paginateDescribeImages({ client: cloud.ec2 }, { Owners: ['self'] })) {
    for (const { ImageId = '', State = '' } of Images) {
      const detail = { ...imageEvent.detail, ImageId, State }
      states.set(ImageId, { state: State, event: { ...imageEvent, detail } })
    }
  }
  return states
}
