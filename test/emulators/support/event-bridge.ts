import { paginateDescribeImages, paginateDescribeInstances } from '@aws-sdk/client-ec2'
import { setTimeout } from 'node:timers/promises'
import { commandEvent, imageEvent, instanceEvent } from '../../lambda/events.ts'
import { cloud } from './cloud.ts'

const LOOK_MS = 500

/**
 * EventBridge's part, which moto has not: tells of machines and images that have changed their state. `notify` gets the
 * events as AWS documents them.
 */
export function startEventBridge(notify: (event: unknown) => Promise<void>) {
  const seen = new Map<string, string>()
  const isNew = (id: string, state: string) => {
    const before = seen.get(id)
    seen.set(id, state)
    return before !== state
  }
  const look = async () => {
    for await (const { Reservations = [] } of paginateDescribeInstances({ client: cloud.ec2 }, {})) {
      for (const { InstanceId = '', State } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
        const state = State?.Name ?? ''
        if (isNew(InstanceId, state)) await notify({ ...instanceEvent, detail: { 'instance-id': InstanceId, state } })
      }
    }
    for await (const { Images = [] } of paginateDescribeImages({ client: cloud.ec2 }, { Owners: ['self'] })) {
      for (const { ImageId = '', State = '' } of Images) {
        if (isNew(ImageId, State)) await notify({ ...imageEvent, detail: { ...imageEvent.detail, ImageId, State } })
      }
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
