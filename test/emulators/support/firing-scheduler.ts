import {
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  paginateListSchedules,
  SchedulerClient,
} from '@aws-sdk/client-scheduler'
import * as z from 'zod'
import type { Clock } from '../../../src/control/ports.ts'
import { atMoto } from './addresses.ts'

const inputSchema = z.string().transform((text) => z.object({ name: z.string() }).parse(JSON.parse(text)))

/** moto keeps schedules and never lets one go off: `due` does what Scheduler would have done by the clock's time. */
export async function makeScheduler(clock: Clock, group: string) {
  const client = new SchedulerClient(atMoto)
  await client.send(new CreateScheduleGroupCommand({ Name: group }))
  const due = async (): Promise<string[]> => {
    const going: { at: number; name: string }[] = []
    for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName: group })) {
      for (const { Name } of Schedules) {
        const { ScheduleExpression = '', Target } = await client.send(
          new GetScheduleCommand({ Name, GroupName: group }),
        )
        const at = Date.parse(`${/^at\((.+)\)$/.exec(ScheduleExpression)?.[1]}Z`)
        if (at > clock.now()) continue
        going.push({ at, name: inputSchema.parse(Target?.Input).name })
        await client.send(new DeleteScheduleCommand({ Name, GroupName: group }))
      }
    }
    return going.toSorted((a, b) => a.at - b.at).map(({ name }) => name)
  }
  return { client, due }
}
