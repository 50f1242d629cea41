import {
  type CreateScheduleInput,
  type DeleteScheduleInput,
  type ListSchedulesInput,
  SchedulerClient,
} from '@aws-sdk/client-scheduler'
import { createSchedulerAlarm } from '../../../src/aws/alarm.ts'
import type { Alarm, Clock } from '../../../src/control/ports.ts'
import type { Instant } from '../../../src/site/time.ts'
import { AwsError, createFakeService, answeredBy, insteadOfNetwork, nowhere, pageOf } from './fake-service.ts'

interface Schedule {
  name: string
  at: Instant
  input: string
}

export const SCHEDULE_GROUP = 'sites'

/** EventBridge Scheduler with one group. One-shot schedules only; they go when they have gone off. */
export function createFakeScheduler(clock: Clock) {
  const schedules = new Map<string, Schedule>()
  const service = createFakeService({
    CreateSchedule: (input: CreateScheduleInput) => {
      const schedule = read(input, clock)
      if (schedules.has(schedule.name)) throw new AwsError('ConflictException')
      schedules.set(schedule.name, schedule)
      return { ScheduleArn: 'arn' }
    },
    DeleteSchedule: ({ Name = '', GroupName }: DeleteScheduleInput) => {
      if (GroupName !== SCHEDULE_GROUP || !schedules.delete(Name)) throw new AwsError('ResourceNotFoundException')
      return {}
    },
    ListSchedules: ({ GroupName, NamePrefix = '', NextToken }: ListSchedulesInput) => {
      if (GroupName !== SCHEDULE_GROUP) throw new AwsError('ResourceNotFoundException')
      const { page, next } = pageOf(
        [...schedules.values()].filter(({ name }) => name.startsWith(NamePrefix)),
        NextToken,
      )
      return { Schedules: page.map(({ name }) => ({ Name: name, GroupName })), NextToken: next }
    },
  })
  const client = new SchedulerClient(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return {
    ...service,
    client,
    schedules,
    /** What the schedules that are due by now give to their targets, in order; each goes off once. */
    due: (): string[] => {
      const due = [...schedules.values()].filter(({ at }) => at <= clock.now()).toSorted((a, b) => a.at - b.at)
      for (const { name } of due) schedules.delete(name)
      return due.map(({ input }) => input)
    },
  }
}

function read(input: CreateScheduleInput, clock: Clock): Schedule {
  const { Name: name = '', GroupName, ScheduleExpression = '', Target, FlexibleTimeWindow } = input
  if (GroupName !== SCHEDULE_GROUP) throw new AwsError('ResourceNotFoundException')
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(name)) throw new AwsError('ValidationException', 'name')
  const [, time] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(ScheduleExpression) ?? []
  const at = Date.parse(`${time}Z`)
  if (Number.isNaN(at)) throw new AwsError('ValidationException', 'expression')
  if (at <= clock.now()) throw new AwsError('ValidationException', 'in the past')
  if ((input.ScheduleExpressionTimezone ?? 'UTC') !== 'UTC') throw new AwsError('ValidationException', 'time zone')
  if (FlexibleTimeWindow?.Mode !== 'OFF') throw new AwsError('ValidationException', 'window')
  if (input.ActionAfterCompletion !== 'DELETE') throw new AwsError('ValidationException', 'it would stay for ever')
  if (!Target?.Arn || !Target.RoleArn) throw new AwsError('ValidationException', 'target')
  return { name, at, input: Target.Input ?? '{}' }
}

/** The alarm port on a fake scheduler. */
export function createTestAlarm({ client }: { client: SchedulerClient }, clock: Clock, group = SCHEDULE_GROUP): Alarm {
  return createSchedulerAlarm({
    scheduler: client,
    clock,
    group,
    roleArn: 'arn:aws:iam::123456789012:role/schedules',
    targetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:reconcile',
    deadLetterArn: 'arn:aws:sqs:eu-west-1:123456789012:lost',
  })
}
