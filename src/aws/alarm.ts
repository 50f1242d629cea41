import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  paginateListSchedules,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler'
import type { Alarm, Clock } from '../control/ports.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../site/time.ts'
import { allItems } from './all-items.ts'
import { unlessNamed } from './errors.ts'

export interface SchedulerAlarmDeps {
  scheduler: SchedulerClient
  clock: Clock
  /** Name of the schedule group; nothing else is in it. */
  group: string
  roleArn: string
  /** The function that is invoked, with `{"name":…}`. */
  targetArn: string
  /** Queue for invocations that couldn't be delivered. */
  deadLetterArn: string
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html */
const NO_SCHEDULE = ['ResourceNotFoundException']
const SCHEDULE_EXISTS = ['ConflictException']

const PREFIX = 'site-'
/** Between the site's id, which may hold one too, and the minute, which does not. */
const SEPARATOR = '.'
/** Longest name of a schedule; of `[0-9a-zA-Z-_.]`. */
const MAX_NAME = 64
/** A schedule for the current minute may arrive too late. */
const LEAD_MS = 5 * SECOND_MS
/** After this the sweep takes over. */
const MAX_AGE_SECONDS = 3600
const MAX_RETRIES = 10

/**
 * One-shot schedules, which delete themselves after they've fired. They are exact to the minute.
 *
 * A schedule is named after its site and minute, and never moved. Scheduler deletes one "shortly after" it has fired (AWS
 * Compute Blog, "Automatically delete schedules upon completion"), just when reconcile sets the next: a schedule that was moved
 * could be deleted with its new time, and nothing would reconcile the site before the sweep finds it overdue.
 */
export function createSchedulerAlarm(deps: SchedulerAlarmDeps): Alarm {
  const { clock } = deps
  return {
    set: (site, at) => create(deps, site, minuteFrom(Math.max(at, clock.now() + LEAD_MS))),
    clear: async ({ id }, at) => {
      if (at !== undefined) return remove(deps, nameOf(id, minuteFrom(at)))
      const found = await list(deps, `${PREFIX}${id}${SEPARATOR}`)
      for (const { siteId, name } of found) if (siteId === id) await remove(deps, name)
    },
    list: async () => {
      const siteIds = new Set((await list(deps, PREFIX)).map(({ siteId }) => siteId))
      return [...siteIds].map((siteId) => ({ siteId }))
    },
  }
}

/** Fine if it exists: all schedules of that name are the same. */
async function create(deps: SchedulerAlarmDeps, site: { id: string; name: string }, minute: Instant): Promise<void> {
  const command = new CreateScheduleCommand(scheduleOf(deps, site, minute))
  await unlessNamed(SCHEDULE_EXISTS, () => deps.scheduler.send(command))
}

async function remove({ scheduler, group }: SchedulerAlarmDeps, name: string): Promise<void> {
  const command = new DeleteScheduleCommand({ Name: name, GroupName: group })
  await unlessNamed(NO_SCHEDULE, () => scheduler.send(command))
}

async function list({ scheduler, group }: SchedulerAlarmDeps, prefix: string) {
  const pages = paginateListSchedules({ client: scheduler }, { GroupName: group, NamePrefix: prefix })
  const schedules = await allItems(pages, ({ Schedules }) => Schedules)
  return schedules.map(({ Name: name = '' }) => {
    return { siteId: name.slice(PREFIX.length, name.lastIndexOf(SEPARATOR)), name }
  })
}

function scheduleOf(deps: SchedulerAlarmDeps, { id, name }: { id: string; name: string }, minute: Instant) {
  return {
    Name: nameOf(id, minute),
    GroupName: deps.group,
    ScheduleExpression: `at(${new Date(minute).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)})`,
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

/** `site-ID.202611030300`, in UTC. */
function nameOf(siteId: string, minute: Instant): string {
  const time = new Date(minute).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length)
  const name = `${PREFIX}${siteId}${SEPARATOR}${time.replaceAll(/\D/g, '')}`
  if (name.length > MAX_NAME || !/^[\w.-]+$/.test(name)) throw new Error(`No schedule can be named ${name}`)
  return name
}

/** Rounded up to a whole minute. */
function minuteFrom(at: Instant): Instant {
  return Math.ceil(at / MINUTE_MS) * MINUTE_MS
}
