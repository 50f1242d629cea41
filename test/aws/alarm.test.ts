import assert from 'node:assert/strict'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { alarmContract } from '../contracts/alarm.ts'
import { createFakeScheduler, createTestAlarm, SCHEDULE_GROUP } from '../support/aws/fake-scheduler.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { rejectsForNow } from '../support/rejects.ts'

const START = Date.parse('2026-11-02T03:00:00Z')
const plum = { id: '0b0f8a3e-7a39-4c43-a6b5-3c7a3b0c9a51', name: 'plum' }

function make() {
  const clock = createFakeClock(START)
  const scheduler = createFakeScheduler(clock)
  const alarm = createTestAlarm(scheduler, clock)
  const at = () => [...scheduler.schedules.values()].map((schedule) => new Date(schedule.at).toISOString())
  return { clock, scheduler, alarm, at }
}

alarmContract('EventBridge Scheduler', async () => {
  const { clock, scheduler, alarm } = make()
  const gone: string[] = []
  const nameSchema = /^\{"name":"(\w+)"\}$/
  const pass = async (ms: number) => {
    clock.advance(ms)
    gone.push(...scheduler.due().map((input) => nameSchema.exec(input)?.[1] ?? input))
  }
  const close = async () => scheduler.client.destroy()
  return { alarm, now: clock.now, latenessMs: MINUTE_MS, pass, gone: () => gone, close }
})

describe('createSchedulerAlarm', () => {
  it('asks for a schedule that goes off once, tries for an hour, and carries the name alone', async () => {
    const { scheduler, alarm } = make()
    await alarm.set(plum, START + DAY_MS)
    const [input = {}] = scheduler.inputs('CreateSchedule')
    const { ClientToken: _, ...rest } = { ClientToken: '', ...input }
    assert.deepEqual(rest, {
      Name: 'site-0b0f8a3e-7a39-4c43-a6b5-3c7a3b0c9a51.202611030300',
      GroupName: SCHEDULE_GROUP,
      ScheduleExpression: 'at(2026-11-03T03:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:reconcile',
        RoleArn: 'arn:aws:iam::123456789012:role/schedules',
        Input: '{"name":"plum"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
        DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:123456789012:lost' },
      },
    })
  })

  it('goes off no earlier than it should: schedules know minutes', async () => {
    const { alarm, at } = make()
    await alarm.set(plum, START + DAY_MS + 1)
    assert.deepEqual(at(), ['2026-11-03T03:01:00.000Z'])
  })

  it('is set to a minute that is still to come when it arrives', async () => {
    const { alarm, at, clock } = make()
    await alarm.set(plum, START)
    assert.deepEqual(at(), ['2026-11-02T03:01:00.000Z'])
    clock.set(START + 58 * SECOND_MS)
    await alarm.set(plum, START - DAY_MS)
    assert.equal(at()[1], '2026-11-02T03:02:00.000Z')
  })

  it('is one schedule when two calls set it at once', async () => {
    const { alarm, at, scheduler } = make()
    await Promise.all([alarm.set(plum, START + DAY_MS), alarm.set(plum, START + DAY_MS)])
    assert.deepEqual(at(), ['2026-11-03T03:00:00.000Z'])
    assert.equal(scheduler.inputs('CreateSchedule').length, 2)
  })

  it('outlives the schedule that has just gone off, which Scheduler deletes a while later', async () => {
    const { alarm, at, clock, scheduler } = make()
    await alarm.set(plum, START + DAY_MS)
    const [goneOff = ''] = scheduler.schedules.keys()
    clock.set(START + DAY_MS)
    await alarm.set(plum, START + 2 * DAY_MS)
    scheduler.schedules.delete(goneOff)
    assert.deepEqual(at(), ['2026-11-04T03:00:00.000Z'])
  })

  it('is not taken for set by one of a past moment that is still there', async () => {
    const { alarm, clock, scheduler, at } = make()
    await alarm.set(plum, START + DAY_MS)
    const [goneOff = ''] = scheduler.schedules.keys()
    clock.set(START + DAY_MS)
    await alarm.set(plum, START + DAY_MS)
    scheduler.schedules.delete(goneOff)
    assert.deepEqual(at(), ['2026-11-03T03:01:00.000Z'])
  })

  it('clears all that a site has, and nothing of one whose id begins alike', async () => {
    const { alarm } = make()
    await alarm.set({ id: 'a', name: 'plum' }, START + DAY_MS)
    await alarm.set({ id: 'a', name: 'plum' }, START + 2 * DAY_MS)
    await alarm.set({ id: 'a.b', name: 'quince' }, START + DAY_MS)
    await alarm.clear({ id: 'a' })
    assert.deepEqual(await alarm.list(), [{ siteId: 'a.b' }])
  })

  it('does not take a group that is missing for an alarm that is set', async () => {
    const { scheduler, clock } = make()
    const alarm = createTestAlarm(scheduler, clock, 'missing')
    await rejectsForNow(alarm.set(plum, START + DAY_MS))
  })

  it('refuses an id that cannot name a schedule', async () => {
    const { alarm } = make()
    await rejectsForNow(alarm.set({ id: 'a/b', name: 'plum' }, START + DAY_MS))
    await rejectsForNow(alarm.set({ id: 'x'.repeat(60), name: 'plum' }, START + DAY_MS))
  })

  it('lists to the last', async () => {
    const { alarm } = make()
    for (const id of ['1', '2', '3', '4', '5']) await alarm.set({ id, name: `plum-${id}` }, START + DAY_MS)
    assert.equal((await alarm.list()).length, 5)
  })
})
