import assert from 'node:assert/strict'
import { ourMonth } from '../../bench/lifetime-costs/our-month.ts'
import { costOf } from '../../bench/lifetime-costs/prices.ts'
import { usedSite } from '../../bench/lifetime-costs/used-site.ts'

describe('what sites cost', () => {
  for (const areAsleep of [false, true]) {
    it(`is the hourly sweep alone while nothing happens (${areAsleep ? 'asleep' : 'up'})`, async () => {
      const month = await ourMonth(100, { areAsleep })
      assert.equal(month.invocations, 730)
      // What the sweep remembers.
      assert.equal(month.writeUnits, 730)
      assert.ok(costOf(month) < 0.01)
    })
  }

  it('is little more than a third of always up, where a site is used nine hours on working days', async () => {
    const { asUsed, alwaysUp, reports, writes } = await usedSite({ idleHours: 2, officeHours: { from: 9, to: 18 } })
    assert.ok(asUsed / alwaysUp <= 0.355, `${asUsed / alwaysUp}`)
    assert.ok(reports > 0 && reports <= 24 && writes <= 24, `${reports} reports, ${writes} writes`)
  })
})
