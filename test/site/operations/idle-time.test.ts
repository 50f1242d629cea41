import assert from 'node:assert/strict'
import { idleSleepAt } from '../../../src/site/idle.ts'
import { idleTime } from '../../../src/site/operations/idle-time.ts'
import { keepAwake } from '../../../src/site/operations/keep-awake.ts'
import { sleep } from '../../../src/site/operations/sleep.ts'
import { defaultPolicy } from '../../../src/site/policy.ts'
import { aSite } from '../../support/a-site.ts'
import { at } from '../at.ts'
import { siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

describe('idle-time', () => {
  it('changes when the site goes to sleep by itself, and nothing else', () => {
    const site = siteThatIs('ready')
    const night = grants(
      (site) => idleTime.apply(site, { ...REQUEST, after: 'night', until: undefined }),
      site,
      { idleTimeout: 'night' },
      { action: 'idle-time', to: 'night' },
    )
    const asBefore = idleTime.apply(night, { ...REQUEST, after: 'default', until: undefined })
    assert.deepEqual(asBefore.spec, site.spec)
    assert.equal(asBefore.history[0]?.to, 'default')
    const never = idleTime.apply(site, { ...REQUEST, after: 'never', until: undefined })
    assert.equal(idleSleepAt(never, defaultPolicy), undefined)
  })

  it('keeps it awake until a morning as well, and keeps what others asked of that', () => {
    const keepAwakeUntil = at('2026-11-21T07:00+09:00')
    const kept = grants(
      (site) => idleTime.apply(site, { ...REQUEST, after: 'default', until: '2026-11-20' }),
      siteThatIs('ready'),
      { keepAwakeUntil },
      { action: 'idle-time', to: keepAwakeUntil },
    )
    const { spec, history } = idleTime.apply(kept, { ...REQUEST, after: '4h', until: undefined })
    assert.deepEqual([spec.idleTimeout, spec.keepAwakeUntil, history[0]?.to], ['4h', keepAwakeUntil, '4h'])
  })
})

describe('keep-awake', () => {
  it('lasts until the morning after that day, over a change of clocks too', () => {
    const policy = { ...defaultPolicy, timeZone: 'Europe/Berlin' }
    const cases: [day: string, morning: string][] = [
      ['2027-03-27', '2027-03-28T07:00+02:00'],
      ['2027-10-30', '2027-10-31T07:00+01:00'],
      ['2026-12-31', '2027-01-01T07:00+01:00'],
    ]
    for (const [until, morning] of cases) {
      const kept = keepAwake.apply(siteThatIs('ready'), { ...REQUEST, policy, until })
      assert.deepEqual([kept.spec.keepAwakeUntil, kept.history[0]?.to], [at(morning), at(morning)])
      assert.equal(idleSleepAt(kept, policy), at(morning))
    }
  })

  it('is for sites that are up, and ends when somebody puts it to sleep', () => {
    assert.deepEqual(
      [keepAwake.isPossible(siteThatIs('ready')), keepAwake.isPossible(siteThatIs('asleep'))],
      [true, false],
    )
    const kept = aSite({ spec: { keepAwakeUntil: at('2027-01-01T07:00+09:00') } })
    assert.equal(sleep.apply(kept, REQUEST).spec.keepAwakeUntil, undefined)
  })
})
