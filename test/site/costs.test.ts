import assert from 'node:assert/strict'
import { costsThisMonth, monthlyCosts } from '../../src/site/costs.ts'
import { policyOf } from '../../src/site/policy.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import type { Usage } from '../../src/site/usage.ts'
import { aSite } from '../support/a-site.ts'
import { at } from './at.ts'
import { siteThatIs } from './sites.ts'

/** An hour costs 2 when it's up, 1 when it's asleep, and half when it's archived. */
const prices = { currency: 'USD', sizes: { small: 1 }, disk: 730, archive: 365 }
const policy = policyOf({ timeZone: 'Asia/Tokyo', prices })
const begun = at('2026-11-01T00:00+09:00')

function used(usage: Partial<Usage>, site = siteThatIs('ready')): Site {
  const whole = { state: 'up' as const, since: begun, month: { from: begun, spent: {} }, ...usage }
  return { ...site, status: { ...site.status, usage: whole } }
}

describe('what a site costs', () => {
  it('is shown nowhere without prices, nor for a size or machine whose price nobody knows', () => {
    const site = used({ since: begun + DAY_MS, month: { from: begun, spent: { up: DAY_MS } } })
    for (const [one, rules] of [
      [site, policyOf({})],
      [aSite({ spec: { size: 'huge' } }), policy],
      [aSite({ spec: { spot: true } }), policy],
    ] as const) {
      assert.equal(monthlyCosts(one, rules), undefined)
      assert.equal(costsThisMonth(one, begun + DAY_MS, rules), undefined)
    }
  })

  it('a month is as if it were always up, until it has a past', () => {
    assert.deepEqual(monthlyCosts(siteThatIs('ready'), policy), { alwaysUp: 1460 })
    assert.deepEqual(monthlyCosts(used({}), policy), { alwaysUp: 1460 })
  })

  it('a month goes by how it was used, up to the last change', () => {
    const spent = { up: 6 * HOUR_MS, asleep: 18 * HOUR_MS }
    const site = used({ since: begun + DAY_MS, month: { from: begun, spent } })
    assert.deepEqual(monthlyCosts(site, policy), { alwaysUp: 1460, asUsed: 1.25 * 730 })
  })

  it('a month takes as much of the month before as 30 days go back', () => {
    const october = { from: at('2026-10-01T00:00+09:00'), spent: { asleep: 31 * DAY_MS } }
    const month = { from: begun, spent: { up: 15 * DAY_MS } }
    const asUsed = (days: number) => {
      const costs = monthlyCosts(used({ since: begun + days * DAY_MS, month, previous: october }), policy)
      return costs !== undefined && 'asUsed' in costs ? costs.asUsed : assert.fail('unknown')
    }
    assert.ok(Math.abs(asUsed(15) - 1.5 * 730) < 1e-9)
    assert.equal(asUsed(30), 1460)
  })

  it('a month is that of its archive once it is to be archived', () => {
    assert.deepEqual(monthlyCosts(used({}, siteThatIs('archived')), policy), { archived: 365 })
  })

  it('this month goes up to now, and begins again with each month', () => {
    const site = used({ since: begun + DAY_MS, month: { from: begun, spent: { asleep: DAY_MS } } })
    assert.equal(costsThisMonth(site, begun + 2 * DAY_MS, policy), 24 + 48)
    assert.equal(costsThisMonth(site, at('2026-12-01T01:00+09:00'), policy), 2)
    assert.equal(costsThisMonth(siteThatIs('ready'), begun, policy), 0)
  })
})
