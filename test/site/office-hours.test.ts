import assert from 'node:assert/strict'
import { publicHolidays } from '../../src/holidays.ts'
import { idleSleepAt } from '../../src/site/idle.ts'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import type { SiteSpec } from '../../src/site/site.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { aSite } from '../support/a-site.ts'
import { at } from './at.ts'

const japan: Policy = {
  ...defaultPolicy,
  idleHours: 2,
  officeHours: { from: 9, to: 20 },
  holidays: [...publicHolidays('JP', 2027), '12-29'],
}
const berlin: Policy = { ...japan, timeZone: 'Europe/Berlin', holidays: [] }

describe('office hours', () => {
  /** When the site sleeps, of one that was last used then, long after it was made. */
  const sleepsAt = (used: string, policy: Policy, spec: Partial<SiteSpec> = {}) => {
    const usedAt = at(used)
    const site = aSite({ createdAt: usedAt - 1000 * HOUR_MS, spec, status: { lastUse: { at: usedAt } } })
    const { setUp = assert.fail(), deploy: _, ...status } = site.status
    return idleSleepAt({ ...site, status: { ...status, setUp: { ...setUp, at: usedAt - 900 * HOUR_MS } } }, policy)
  }

  const cases: [why: string, used: string, sleeps: string, policy: Policy, spec?: Partial<SiteSpec>][] = [
    ['after the usual time within them', '2027-04-28T10:00+09:00', '2027-04-28T12:00+09:00', japan],
    ['when they end, if it was used shortly before', '2027-04-28T19:00+09:00', '2027-04-28T20:00+09:00', japan],
    [
      'a quarter of an hour after the last use in the evening',
      '2027-04-28T22:00+09:00',
      '2027-04-28T22:15+09:00',
      japan,
    ],
    ['and before they begin', '2027-04-28T05:00+09:00', '2027-04-28T05:15+09:00', japan],
    ['after the usual time if they begin meanwhile', '2027-04-28T08:50+09:00', '2027-04-28T10:50+09:00', japan],
    ['soon on 5 May, a Wednesday', '2027-05-05T10:00+09:00', '2027-05-05T10:15+09:00', japan],
    ['as usual on the 6th', '2027-05-06T10:00+09:00', '2027-05-06T12:00+09:00', japan],
    ['soon on the substitute for the equinox, a Monday', '2027-03-22T10:00+09:00', '2027-03-22T10:15+09:00', japan],
    ["soon on the company's own day off", '2027-12-29T10:00+09:00', '2027-12-29T10:15+09:00', japan],
    ['soon at the weekend', '2027-05-08T10:00+09:00', '2027-05-08T10:15+09:00', japan],
    ['as usual on 5 May in Berlin', '2027-05-05T10:00+02:00', '2027-05-05T12:00+02:00', berlin],
    [
      'by the hours of winter, the Friday before the clocks go forward',
      '2027-03-26T19:30+01:00',
      '2027-03-26T20:00+01:00',
      berlin,
    ],
    ['by the hours of summer, the Monday after', '2027-03-29T19:30+02:00', '2027-03-29T20:00+02:00', berlin],
    [
      'soon before nine on that Monday, though it was nine on Friday',
      '2027-03-29T08:10+02:00',
      '2027-03-29T08:25+02:00',
      berlin,
    ],
    [
      'by the hours of summer, the Friday before they go back',
      '2027-10-29T19:30+02:00',
      '2027-10-29T20:00+02:00',
      berlin,
    ],
    ['by the hours of winter, the Monday after', '2027-11-01T19:30+01:00', '2027-11-01T20:00+01:00', berlin],
    ['soon in the hour that comes twice', '2027-10-31T02:50+02:00', '2027-10-31T02:05+01:00', berlin],
    [
      'at midnight, where they last until then',
      '2027-04-28T23:00+09:00',
      '2027-04-29T00:00+09:00',
      { ...japan, officeHours: { from: 9, to: 24 } },
    ],
    [
      'at their end alone, where sites don’t sleep otherwise',
      '2027-04-28T10:00+09:00',
      '2027-04-28T20:00+09:00',
      { ...japan, idleHours: 0 },
    ],
    [
      'not before it may',
      '2027-04-28T22:00+09:00',
      '2027-04-29T07:00+09:00',
      japan,
      { keepAwakeUntil: at('2027-04-29T07:00+09:00') },
    ],
    ['as its own settings say', '2027-05-05T10:00+09:00', '2027-05-05T14:00+09:00', japan, { idleTimeout: '4h' }],
    [
      'by usual hours, where its settings alone have any',
      '2027-04-28T19:30+09:00',
      '2027-04-28T20:00+09:00',
      { ...japan, officeHours: undefined },
      { idleTimeout: 'office' },
    ],
  ]
  for (const [why, used, sleeps, policy, spec] of cases) {
    it(`let a site sleep ${why}`, () => assert.equal(sleepsAt(used, policy, spec), at(sleeps)))
  }

  it('let no site sleep that is never to', () => {
    assert.equal(sleepsAt('2027-05-05T10:00+09:00', japan, { idleTimeout: 'never' }), undefined)
  })
})
