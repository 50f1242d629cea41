import assert from 'node:assert/strict'
import sinon from 'sinon'
import { createLocalAlarm, type LocalAlarm } from '../../src/local/alarm.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../src/site/time.ts'
import { alarmContract } from '../contracts/alarm.ts'

const START = Date.parse('2026-11-02T03:00:00Z')

/** Without timers: only what is skipped passes. */
function makeStill({
  goOff = () => {},
  idle = async () => {},
}: {
  goOff?: (name: string) => void
  idle?: () => Promise<void>
}) {
  let now = START
  const clock = {
    now: () => now,
    advance: async (ms: number) => {
      now += ms
    },
  }
  return { clock, alarm: createLocalAlarm({ clock, goOff, idle }) }
}

const plum = { id: 'site-1', name: 'plum' }
const quince = { id: 'site-2', name: 'quince' }

alarmContract('local', async () => {
  const gone: string[] = []
  const { clock, alarm } = makeStill({ goOff: (name) => gone.push(name) })
  return { alarm, now: clock.now, pass: alarm.skip, gone: () => gone, close: async () => alarm.stop() }
})

describe('createLocalAlarm', () => {
  describe('as real time passes', () => {
    let time: sinon.SinonFakeTimers
    let gone: string[]
    let alarm: LocalAlarm
    beforeEach(() => {
      time = sinon.useFakeTimers(START)
      gone = []
      const clock = { now: Date.now, advance: async () => assert.fail() }
      alarm = createLocalAlarm({ clock, goOff: (name) => gone.push(name), idle: async () => {} })
    })
    afterEach(() => time.restore())

    it('goes off, and not too early', async () => {
      await alarm.set(plum, START + 10 * SECOND_MS)
      time.tick(10 * SECOND_MS - 1)
      assert.deepEqual(gone, [])
      time.tick(1)
      assert.deepEqual(gone, ['plum'])
    })

    it('goes off at once for a moment that is past, but not within set', async () => {
      await alarm.set(plum, START - 1)
      assert.deepEqual(gone, [])
      time.tick(0)
      assert.deepEqual(gone, ['plum'])
    })

    it('goes off further ahead than a timer can be set', async () => {
      const farMs = 2 ** 31 + HOUR_MS
      await alarm.set(plum, START + farMs)
      time.tick(farMs - 1)
      assert.deepEqual(gone, [])
      time.tick(1)
      assert.deepEqual(gone, ['plum'])
    })

    it('goes off soon after the computer has slept through its moment', async () => {
      await alarm.set(plum, START + DAY_MS)
      time.setSystemTime(START + DAY_MS + HOUR_MS)
      time.tick(60 * SECOND_MS)
      assert.deepEqual(gone, ['plum'])
    })

    it('goes off again when it is set while it goes off', async () => {
      const late = createLocalAlarm({
        clock: { now: Date.now, advance: async () => assert.fail() },
        goOff: (name) => {
          gone.push(name)
          if (gone.length < 3) void late.set(plum, Date.now() + SECOND_MS)
        },
        idle: async () => {},
      })
      await late.set(plum, START + SECOND_MS)
      time.tick(10 * SECOND_MS)
      assert.deepEqual(gone, ['plum', 'plum', 'plum'])
    })

    it('is silent when it was stopped', async () => {
      await alarm.set(plum, START + SECOND_MS)
      alarm.stop()
      time.tick(DAY_MS)
      assert.deepEqual(gone, [])
    })
  })

  describe('skip', () => {
    it('stops at every alarm, and ends at its end', async () => {
      const gone: [string, number][] = []
      const { clock, alarm } = makeStill({ goOff: (name) => gone.push([name, clock.now() - START]) })
      await alarm.set(plum, START + DAY_MS)
      await alarm.set(quince, START + HOUR_MS)
      assert.equal(alarm.nextAt(), START + HOUR_MS)
      await alarm.skip(3 * DAY_MS)
      assert.deepEqual(gone, [
        ['quince', HOUR_MS],
        ['plum', DAY_MS],
      ])
      assert.equal(clock.now(), START + 3 * DAY_MS)
      assert.equal(alarm.nextAt(), undefined)
    })

    it('goes off at what is set on the way, when that has settled', async () => {
      const gone: number[] = []
      const { clock, alarm } = makeStill({
        goOff: () => gone.push(clock.now() - START),
        idle: async () => {
          await new Promise<void>((resolve) => void setImmediate(resolve))
          await alarm.set(plum, clock.now() + DAY_MS)
        },
      })
      await alarm.set(plum, START + HOUR_MS)
      await alarm.skip(3 * DAY_MS)
      assert.deepEqual(gone, [HOUR_MS, HOUR_MS + DAY_MS, HOUR_MS + 2 * DAY_MS])
      assert.equal(alarm.nextAt(), START + HOUR_MS + 3 * DAY_MS)
    })

    it('leaves alone what is due later', async () => {
      const { clock, alarm } = makeStill({ goOff: () => assert.fail() })
      await alarm.set(plum, START + DAY_MS)
      await alarm.skip(DAY_MS - 1)
      assert.equal(clock.now(), START + DAY_MS - 1)
      alarm.stop()
    })

    it('ends when alarms do not', async () => {
      let count = 0
      const { clock, alarm } = makeStill({
        goOff: () => {
          count += 1
          void alarm.set(plum, clock.now())
        },
      })
      await alarm.set(plum, START + HOUR_MS)
      await assert.rejects(alarm.skip(DAY_MS), /without end at 2026-11-02T04:00:00\.000Z/)
      alarm.stop()
      assert.ok(count >= 1000)
      alarm.stop()
    })
  })

  describe('skipToNext', () => {
    it('goes to the next alarm and no further', async () => {
      const gone: string[] = []
      const { clock, alarm } = makeStill({ goOff: (name) => gone.push(name) })
      await alarm.set(plum, START + DAY_MS)
      await alarm.set(quince, START + HOUR_MS)
      await alarm.skipToNext()
      assert.deepEqual(gone, ['quince'])
      assert.equal(clock.now(), START + HOUR_MS)
      alarm.stop()
    })

    it('stays where it is when there is none', async () => {
      const { clock, alarm } = makeStill({})
      await alarm.skipToNext()
      assert.equal(clock.now(), START)
    })
  })
})
