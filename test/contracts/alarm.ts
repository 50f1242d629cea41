import assert from 'node:assert/strict'
import type { Alarm } from '../../src/control/ports.ts'
import { DAY_MS, MINUTE_MS, type Instant } from '../../src/site/time.ts'

export interface AlarmHarness {
  alarm: Alarm
  /** The beginning of a minute, at first. */
  now(): Instant
  /** How late an alarm may go off; left out: not at all. */
  latenessMs?: number
  /** Lets time pass; what is due then has gone off. */
  pass(ms: number): Promise<void>
  /** Names that went off so far, in order. */
  gone(): string[]
  close(): Promise<void>
}

/** What every implementation of `Alarm` does. */
export function alarmContract(name: string, make: () => Promise<AlarmHarness>): void {
  describe(`Alarm: ${name}`, () => {
    const plum = { id: 'site-1', name: 'plum' }
    const quince = { id: 'site-2', name: 'quince' }
    let harness: AlarmHarness
    let alarm: Alarm
    let start: Instant
    beforeEach(async () => {
      harness = await make()
      alarm = harness.alarm
      start = harness.now()
    })
    afterEach(() => harness.close())
    const listed = async () => (await alarm.list()).map(({ siteId }) => siteId).toSorted()
    const lateness = () => harness.latenessMs ?? 0

    it('has none at first', async () => {
      assert.deepEqual(await alarm.list(), [])
    })

    it('lists what is set', async () => {
      await alarm.set(plum, start + DAY_MS)
      await alarm.set(quince, start + 60 * DAY_MS)
      assert.deepEqual(await listed(), ['site-1', 'site-2'])
    })

    it('goes off at its moment, once, and is gone', async () => {
      await alarm.set(plum, start + DAY_MS)
      await harness.pass(DAY_MS - MINUTE_MS)
      assert.deepEqual(harness.gone(), [])
      await harness.pass(MINUTE_MS)
      assert.deepEqual(harness.gone(), ['plum'])
      assert.deepEqual(await alarm.list(), [])
      await harness.pass(DAY_MS)
      assert.deepEqual(harness.gone(), ['plum'])
    })

    it('goes off soon when its moment is past', async () => {
      await alarm.set(plum, start - DAY_MS)
      await harness.pass(lateness())
      assert.deepEqual(harness.gone(), ['plum'])
    })

    it('goes off at the last moment that was set, when others are cleared', async () => {
      await alarm.set(plum, start + 2 * DAY_MS)
      await alarm.set(plum, start + DAY_MS)
      await alarm.clear(plum, start + 2 * DAY_MS)
      await alarm.set(quince, start + DAY_MS)
      await alarm.set(quince, start + 3 * DAY_MS)
      await alarm.clear(quince, start + DAY_MS)
      assert.equal((await alarm.list()).length, 2)
      await harness.pass(DAY_MS)
      assert.deepEqual(harness.gone(), ['plum'])
      await harness.pass(DAY_MS)
      assert.deepEqual(harness.gone(), ['plum'])
      await harness.pass(DAY_MS)
      assert.deepEqual(harness.gone(), ['plum', 'quince'])
    })

    it('stays when it is set once more for the same moment', async () => {
      await alarm.set(plum, start + DAY_MS)
      await alarm.set(plum, start + DAY_MS)
      await harness.pass(2 * DAY_MS)
      assert.deepEqual(harness.gone(), ['plum'])
    })

    it('goes off in order', async () => {
      await alarm.set(plum, start + 2 * DAY_MS)
      await alarm.set(quince, start + DAY_MS)
      await harness.pass(3 * DAY_MS)
      assert.deepEqual(harness.gone(), ['quince', 'plum'])
    })

    it('does not go off when it was cleared', async () => {
      await alarm.set(plum, start + DAY_MS)
      await alarm.set(plum, start + 2 * DAY_MS)
      await alarm.clear(plum)
      assert.deepEqual(await alarm.list(), [])
      await harness.pass(2 * DAY_MS)
      assert.deepEqual(harness.gone(), [])
    })

    it('can be cleared when there is none, and when it has gone off', async () => {
      await alarm.clear(plum)
      await alarm.set(plum, start)
      await harness.pass(lateness())
      await alarm.clear(plum)
      assert.deepEqual(harness.gone(), ['plum'])
    })

    it('can be set again when it has gone off', async () => {
      await alarm.set(plum, start + DAY_MS)
      await harness.pass(DAY_MS)
      await alarm.set(plum, start + 2 * DAY_MS)
      await harness.pass(DAY_MS)
      assert.deepEqual(harness.gone(), ['plum', 'plum'])
    })

    it('tells a site from an older one of the same name', async () => {
      await alarm.set(plum, start + DAY_MS)
      await alarm.set({ id: 'site-3', name: 'plum' }, start + 2 * DAY_MS)
      await alarm.clear(plum)
      assert.deepEqual(await listed(), ['site-3'])
      await harness.pass(DAY_MS)
      assert.deepEqual(harness.gone(), [])
      await harness.pass(DAY_MS)
      assert.deepEqual(harness.gone(), ['plum'])
    })
  })
}
