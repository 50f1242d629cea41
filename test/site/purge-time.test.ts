import assert from 'node:assert/strict'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import { purgeNoticeTime, purgeTime } from '../../src/site/purge-time.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite } from '../support/a-site.ts'
import { at } from './at.ts'
import { archive } from './sites.ts'

const berlin: Policy = { ...defaultPolicy, timeZone: 'Europe/Berlin' }
const japan: Policy = { ...defaultPolicy, holidays: ['2027-05-03', '2027-05-04', '2027-05-05'] }

/** An archived site: when its image was made, and when that was asked for. */
function kept(imageAt: string, askedAt?: string): Site {
  const spec = { desired: 'archived', archiveRequestedAt: askedAt === undefined ? undefined : at(askedAt) } as const
  return aSite({ spec, status: { instance: undefined, route: undefined, archive: { ...archive, at: at(imageAt) } } })
}

describe('purgeTime', () => {
  const cases: [why: string, archived: string, purged: string, noticed: string, policy: Policy][] = [
    ['thirty days on', '2026-11-03T18:00:05+09:00', '2026-12-03T18:00+09:00', '2026-12-02T10:00+09:00', defaultPolicy],
    ['by the date of the zone', '2026-11-03T23:59Z', '2026-12-04T18:00+09:00', '2026-12-03T10:00+09:00', defaultPolicy],
    ['over a weekend', '2026-11-07T12:00+09:00', '2026-12-07T18:00+09:00', '2026-12-04T10:00+09:00', defaultPolicy],
    ['over a Golden Week', '2027-04-06T18:00+09:00', '2027-05-06T18:00+09:00', '2027-04-30T10:00+09:00', japan],
    ['over an autumn', '2026-10-01T18:00+02:00', '2026-10-31T18:00+01:00', '2026-10-30T10:00+01:00', berlin],
    ['over a spring', '2026-03-10T18:00+01:00', '2026-04-09T18:00+02:00', '2026-04-08T10:00+02:00', berlin],
    ['over a leap day', '2028-01-31T18:00+01:00', '2028-03-01T18:00+01:00', '2028-02-29T10:00+01:00', berlin],
  ]
  for (const [why, archived, purged, noticed, policy] of cases) {
    it(`${why}, and a notice on the working day before`, () => {
      assert.equal(purgeTime(kept(archived), policy), at(purged))
      assert.equal(purgeNoticeTime(kept(archived), policy), at(noticed))
    })
  }

  it('counts from the image, where that took until the day after', () => {
    const site = kept('2026-11-04T00:01+09:00', '2026-11-03T23:59+09:00')
    assert.equal(purgeTime(site, defaultPolicy), at('2026-12-04T18:00+09:00'))
  })

  it('counts from the second time, for a site put away again with the image it had', () => {
    const site = kept('2026-11-03T18:00:05+09:00', '2026-12-09T12:00+09:00')
    assert.equal(purgeTime(site, defaultPolicy), at('2027-01-08T18:00+09:00'))
    assert.equal(purgeNoticeTime(site, defaultPolicy), at('2027-01-07T10:00+09:00'))
  })

  it('is never, without an archive', () => {
    assert.deepEqual(
      [purgeTime(aSite(), defaultPolicy), purgeNoticeTime(aSite(), defaultPolicy)],
      [undefined, undefined],
    )
  })
})
