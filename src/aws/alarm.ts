import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  paginateListSchedules,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import type { Alarm, Clock } from '../control/ports.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../site/time.ts'
import { isNamed, unlessNamed } from './error-name.ts'

export interface SchedulerAlarmDeps {
  scheduler: SchedulerClient
  clock: Clock
  /** Name of the schedule group; nothing else is in it. */
  group: string
  roleArn: string
  /** The function that is invoked, with `{"name":…}`. */
  targetArn: string
  /** Queue for what could not be delivered. */
  deadLetterArn: string
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html */
const NO_SCHEDULE: ReadonlySet<string> = new Set(['ResourceNotFoundException'])
const SCHEDULE_EXISTS: ReadonlySet<string> = new Set(['ConflictException'])

const PREFIX = 'site-'
/** Longest name of a schedule; of `[0-9a-zA-Z-_.]`. */
const MAX_NAME = 64
/** A schedule that is set for the present minute may be too late when it arrives. */
const LEAD_MS = 5 * SECOND_MS
/** Creating one that appears meanwhile, or moving one that goes off meanwhile, is begun anew this often. */
const ROUNDS = 3
/** What cannot be delivered in this time the sweep sees to. */
const MAX_AGE_SECONDS = 3600
const MAX_RETRIES = 10

/** One one-shot schedule a site, which deletes itself when it has gone off. Schedules are exact to a minute. */
export function createSchedulerAlarm(deps: SchedulerAlarmDeps): Alarm {
  const { scheduler, clock, group } = deps
  return {
    set: async (site, at) => {
      const input = scheduleOf(deps, site, minuteFrom(Math.max(at, clock.now() + LEAD_MS)))
      for (let round = 1; ; round++) {
        if (await unlessNamed(NO_SCHEDULE, () => scheduler.send(new UpdateScheduleCommand(input)))) return
        try {
          await scheduler.send(new CreateScheduleCommand(input))
          return
        } catch (error) {
          if (!isNamed(error, SCHEDULE_EXISTS) || round === ROUNDS) throw error
        }
      }
    },
    clear: async ({ id }) => {
      const command = new DeleteScheduleCommand({ Name: nameOf(id), GroupName: group })
      await unlessNamed(NO_SCHEDULE, () => scheduler.send(command))
    },
    list: async () => {
      const sites: { siteId: string }[] = []
      for await (const { Schedules = [] } of paginateListSchedules({ client: scheduler }, { GroupName: group })) {
        for (const { Name } of Schedules) {
          if (Name?.startsWith(PREFIX)) sites.push({ siteId: Name.slice(PREFIX.length) })
        }
      }
      return sites
    },
  }
}

function scheduleOf(deps: SchedulerAlarmDeps, { id, name }: { id: string; name: string }, at: Instant) {
  return {
    Name: nameOf(id),
    GroupName: deps.group,
    ScheduleExpression: `at(${new Date(at).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    ActionAfterCompletion: 'DELETE' as const,
    Target: {
      Arn: deps.targetArn,
      RoleArn: deps.roleArn,
      Input: JSON.stringify({ name }),
      RetryPolicy: { MaximumEventAgeInSeconds: MAX_AGE_SECONDS, MaximumRetryAttempts: MAX_RETRIES },
      DeadLetterConfig: { Arn: deps.deadLetterArn },
    },
  }
}

function nameOf(siteId: string): string {
  const name = `${PREFIX}${siteId}`
  if (name.length > MAX_NAME || !/^[\w.-]+$/.test(name)) throw new Error(`No schedule can be named ${name}`)
  return name
}

/** The first whole minute that is not before. */
function minuteFrom(at: Instant): Instant {
  return Math.ceil(at / MINUTE_MS) * MINUTE_MS
}
