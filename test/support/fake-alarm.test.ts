import assert from 'node:assert/strict'
import { alarmContract } from '../contracts/alarm.ts'
import { createFakeAlarm } from './fake-alarm.ts'
import { createFakeClock } from './fake-clock.ts'

alarmContract('fake', async () => {
  const clock = createFakeClock(Date.parse('2026-11-02T03:00:00Z'))
  const alarm = createFakeAlarm(clock)
  const gone: string[] = []
  const pass = async (ms: number) => {
    clock.advance(ms)
    gone.push(...alarm.due())
  }
  return { alarm, now: clock.now, pass, gone: () => gone, close: async () => {} }
})

describe('createFakeAlarm', () => {
  it('tells what is due at another time than now', async () => {
    const alarm = createFakeAlarm(createFakeClock(1000))
    await alarm.set({ id: 'site-1', name: 'plum' }, 2000)
    assert.deepEqual(alarm.due(), [])
    assert.deepEqual(alarm.due(2000), ['plum'])
  })
})
