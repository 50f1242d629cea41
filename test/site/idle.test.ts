import assert from 'node:assert/strict'
import { asleepBecauseIdle, idleSleepAt, isIdle, isLastUseUnsure } from '../../src/site/idle.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import type { Site } from '../../src/site/site.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { siteIn } from '../views/sites.ts'

const policy = { ...defaultPolicy, timeZone: 'Asia/Tokyo', idleHours: 2 }
/** 10:00 in Tokyo. */
const NOW = Date.parse('2026-11-04T01:00:00Z')
const tokyo = (time: string) => Date.parse(`2026-11-${time}:00+09:00`)

/** Up since long ago, and last used now. */
function aReadySite({ spec, status, ...more }: Overrides<Site> = {}): Site {
  const site = aSite({
    createdAt: NOW - 100 * HOUR_MS,
    ...more,
    ...(spec && { spec }),
    status: { lastUse: { at: NOW }, ...status },
  })
  const setUp = site.status.setUp ?? assert.fail('not set up')
  const { deploy: _, ...rest } = site.status
  return { ...site, status: { ...rest, setUp: { ...setUp, at: NOW - 99 * HOUR_MS } } }
}

describe('idleSleepAt', () => {
  const after = (site: Site, rules = policy) => (idleSleepAt(site, rules) ?? assert.fail('never')) - NOW

  it('is so many hours after the last use, by the policy or by the site’s own settings', () => {
    assert.equal(after(aReadySite()), 2 * HOUR_MS)
    assert.equal(after(aReadySite(), { ...policy, idleHours: 5 }), 5 * HOUR_MS)
    for (const hours of [1, 2, 4, 8] as const)
      assert.equal(after(aReadySite({ spec: { idleTimeout: `${hours}h` } })), hours * HOUR_MS)
  })

  it('never is, where the policy or the site’s settings say so, and in no other phase', () => {
    assert.equal(idleSleepAt(aReadySite(), { ...policy, idleHours: 0 }), undefined)
    assert.equal(idleSleepAt(aReadySite({ spec: { idleTimeout: 'never' } }), policy), undefined)
    for (const phase of ['settingUp', 'asleep', 'archiving', 'failed'] as const)
      assert.equal(idleSleepAt(siteIn(phase), policy), undefined, phase)
  })

  it('counts a set-up, which follows each boot, and a deploy as use', () => {
    const site = aReadySite()
    const { setUp } = site.status
    const woken = { ...site, status: { ...site.status, ...(setUp && { setUp: { ...setUp, at: NOW + HOUR_MS } }) } }
    assert.equal(after(woken), 3 * HOUR_MS)
    const deploy = { commit: 'f'.repeat(40), subject: '', author: '', at: 0, deployedAt: NOW + 90 * MINUTE_MS }
    assert.equal(after({ ...site, status: { ...site.status, deploy } }), 3.5 * HOUR_MS)
  })

  it('is not in the first hour of its life, nor before it may', () => {
    assert.equal(
      after(aReadySite({ createdAt: NOW, spec: { idleTimeout: '1h' }, status: { lastUse: { at: NOW - HOUR_MS } } })),
      HOUR_MS,
    )
    assert.equal(after(aReadySite({ spec: { keepAwakeUntil: NOW + 9 * HOUR_MS } })), 9 * HOUR_MS)
  })

  it('is at night alone, an hour after the last use, where its settings say so', () => {
    const night = (at: string) =>
      idleSleepAt(aReadySite({ spec: { idleTimeout: 'night' }, status: { lastUse: { at: tokyo(at) } } }), policy)
    assert.equal(night('04T10:00'), tokyo('04T22:00'))
    assert.equal(night('04T23:30'), tokyo('05T00:30'))
    assert.equal(night('05T05:30'), tokyo('05T06:30'))
    assert.equal(night('05T06:30'), tokyo('05T22:00'))
  })
})

describe('isIdle', () => {
  const end = NOW + 2 * HOUR_MS
  const checked = (checkedAt: number, at = NOW) => aReadySite({ status: { lastUse: { at, checkedAt } } })

  it('needs its machine’s word, which is asked for once it is due', () => {
    assert.deepEqual(
      [isLastUseUnsure(aReadySite(), end - 1, policy), isLastUseUnsure(aReadySite(), end, policy)],
      [false, true],
    )
    assert.equal(isIdle(aReadySite(), end, policy), false)
    assert.deepEqual(
      [isIdle(checked(end), end + 1000, policy), isLastUseUnsure(checked(end), end + 1000, policy)],
      [true, false],
    )
  })

  it('is not by an old word, a later use, or while a job runs', () => {
    assert.equal(isIdle(checked(end), end + 10 * MINUTE_MS, policy), false)
    assert.equal(isIdle(checked(end - MINUTE_MS), end, policy), false)
    assert.equal(isIdle(checked(end, end - MINUTE_MS), end + 1000, policy), false)
    const { status, ...site } = checked(end)
    const command = { job: 'deploy', revision: 1, accessRevision: 1, usersRevision: 1, startedAt: end } as const
    assert.equal(isIdle({ ...site, status: { ...status, command } }, end + 1000, policy), false)
  })
})

describe('a site that went to sleep by itself', () => {
  it('says since when nobody had used it, until somebody wants something else, and has no line of that in its history', () => {
    const asleep = asleepBecauseIdle(aReadySite())
    assert.deepEqual([asleep.spec.desired, asleep.spec.idleSince], ['asleep', NOW])
    assert.deepEqual(asleep.history, aReadySite().history)
    const woken = wake.apply(asleep, { by: 'U001', now: NOW, policy })
    assert.deepEqual([woken.spec.desired, woken.spec.idleSince], ['up', undefined])
  })
})
