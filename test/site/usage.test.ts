import assert from 'node:assert/strict'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { changedUsage, usedStateOf } from '../../src/site/changed-usage.ts'
import { usageAt } from '../../src/site/usage.ts'
import { aSite } from '../support/a-site.ts'
import { at } from './at.ts'
import { archive, siteThatIs } from './sites.ts'

const TOKYO = 'Asia/Tokyo'
const begun = at('2026-11-01T00:00+09:00')

function withUsage(site: Site, state: 'up' | 'asleep' | 'archived' | 'none', since: number): Site {
  const usage = { state, since, month: { from: begun, spent: {} } }
  return { ...site, status: { ...site.status, usage } }
}

describe('the usage of a site', () => {
  it('is a machine only while it runs, its disk while it starts or stops, and then its archive', () => {
    const instance = (state: 'pending' | 'running' | 'stopping' | 'stopped' | 'terminating') =>
      usedStateOf(aSite({ status: { instance: { state } } }))
    assert.deepEqual(
      [instance('pending'), instance('running'), instance('stopping'), instance('stopped'), instance('terminating')],
      ['asleep', 'up', 'asleep', 'asleep', 'asleep'],
    )
    assert.equal(usedStateOf(siteThatIs('archived')), 'archived')
    assert.equal(usedStateOf(siteThatIs('requested')), 'none')
    const lost = { ...archive, missing: true as const }
    assert.equal(usedStateOf(aSite({ status: { instance: undefined, archive: lost } })), 'none')
  })

  it('counts from when it is first seen', () => {
    const now = begun + DAY_MS
    const site = siteThatIs('ready')
    assert.deepEqual(changedUsage(site, now, TOKYO), { state: 'up', since: now, month: { from: now, spent: {} } })
  })

  it('changes with the state alone, as of when its machine was first seen in it', () => {
    const stoppedAt = begun + 5 * HOUR_MS
    const before = withUsage(aSite({ status: { instance: { state: 'stopped', since: stoppedAt } } }), 'up', begun)
    const usage = changedUsage(before, stoppedAt + HOUR_MS, TOKYO)
    assert.deepEqual(usage, { state: 'asleep', since: stoppedAt, month: { from: begun, spent: { up: 5 * HOUR_MS } } })
    const after = { ...before, status: { ...before.status, usage } }
    assert.equal(changedUsage(after, stoppedAt + 2 * HOUR_MS, TOKYO), undefined)
  })

  it('never goes back, whatever a machine says of the past', () => {
    const site = withUsage(
      aSite({ status: { instance: { state: 'running', since: begun } } }),
      'asleep',
      begun + DAY_MS,
    )
    assert.equal(changedUsage(site, begun + 2 * DAY_MS, TOKYO)?.since, begun + DAY_MS)
  })

  it('is of months in that time zone, of which it keeps this one and the one before', () => {
    const since = at('2026-11-30T22:00+09:00')
    const usage = { state: 'up' as const, since, month: { from: begun, spent: { asleep: HOUR_MS } } }
    const december = at('2026-12-01T00:00+09:00')
    assert.deepEqual(usageAt(usage, december + HOUR_MS, TOKYO), {
      state: 'up',
      since: december + HOUR_MS,
      month: { from: december, spent: { up: HOUR_MS } },
      previous: { from: begun, spent: { asleep: HOUR_MS, up: 2 * HOUR_MS } },
    })
    const { month, previous } = usageAt(usage, at('2027-02-02T00:00+09:00'), TOKYO)
    assert.deepEqual(
      [month, previous],
      [
        { from: at('2027-02-01T00:00+09:00'), spent: { up: DAY_MS } },
        { from: at('2027-01-01T00:00+09:00'), spent: { up: 31 * DAY_MS } },
      ],
    )
  })

  it('costs nothing while there is nothing', () => {
    const usage = { state: 'none' as const, since: begun, month: { from: begun, spent: {} } }
    assert.deepEqual(usageAt(usage, begun + DAY_MS, TOKYO).month, { from: begun, spent: {} })
  })
})
