import assert from 'node:assert/strict'
import { warningKey } from '../../src/site/deadlines.ts'
import { notificationTriggers, type NotificationTrigger } from '../../src/site/notification-trigger.ts'
import { phases, type Phase } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { extend } from '../../src/site/operations/extend.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import type { NotificationType } from '../../src/site/notification-type.ts'
import { aSite } from '../support/a-site.ts'
import { at } from './at.ts'
import { REQUEST } from './operations/granted.ts'
import { aFailure, archive, READY_AT, siteThatIs } from './sites.ts'

const triggerOf = (type: NotificationType, site: Site, now = READY_AT): NotificationTrigger =>
  notificationTriggers[type](site, now, defaultPolicy)

/** The phases in which there is something to tell now. */
function phasesOf(type: NotificationType): Phase[] {
  return phases.filter((phase) => triggerOf(type, siteThatIs(phase)).key !== undefined)
}

describe('that a site is ready', () => {
  it('is told when it is', () => assert.deepEqual(phasesOf('ready'), ['ready']))

  it('is told once for each machine, not for each time that it wakes or is set up again', () => {
    const again = aSite({
      spec: { setUpRevision: 2 },
      status: { instance: { boot: 2 }, setUp: { boot: 2, revision: 2 } },
    })
    assert.deepEqual(triggerOf('ready', again), triggerOf('ready', aSite()))
    const restored = aSite({ status: { launches: 2, instance: { launch: 2 }, setUp: { launch: 2 } } })
    assert.notDeepEqual(triggerOf('ready', restored), triggerOf('ready', aSite()))
  })
})

describe('that a site failed', () => {
  const failing = (failure = aFailure(), retryRevision = 1) =>
    triggerOf('failed', aSite({ spec: { retryRevision }, status: { failures: { 'set-up': failure } } }))

  it('is told when it did', () => assert.deepEqual(phasesOf('failed'), ['failed']))

  it('is not told while it is tried again, or once somebody asked', () => {
    assert.deepEqual(failing(aFailure({ retryAt: 5 })), {})
    assert.deepEqual(failing(aFailure(), 2), {})
  })

  it('is told again when it fails again after somebody asked, and of each step', () => {
    const first = failing()
    assert.notDeepEqual(failing(aFailure({ firstAt: READY_AT + 1, retryRevision: 2 }), 2), first)
    assert.notDeepEqual(triggerOf('failed', aSite({ status: { failures: { access: aFailure() } } })), first)
    assert.deepEqual(failing(aFailure({ attempts: 9, detail: 'another log' })), first)
  })
})

describe('that a deploy failed', () => {
  const failed = (at: number, place: Phase = 'ready') => {
    const site = siteThatIs(place)
    const troubles = { deploy: { reason: 'release-failed', at, log: '' }, programs: [] }
    return triggerOf('deployFailed', { ...site, status: { ...site.status, troubles } })
  }

  it('is told of a site that is served all the same', () => {
    assert.deepEqual(
      phases.filter((phase) => failed(1, phase).key !== undefined),
      ['ready'],
    )
    assert.deepEqual(phasesOf('deployFailed'), [])
  })

  it('is told once for each that failed', () => {
    assert.deepEqual(failed(1), failed(1))
    assert.notDeepEqual(failed(1), failed(2))
  })
})

describe('that programs keep ending', () => {
  const crashing = (names: string[], before?: string, commit = 'abcdef0') => {
    const posting = before === undefined ? {} : { crashing: { key: before, claimedAt: 1, channel: 'C001', ts: '1.0' } }
    const troubles = { programs: names.map((name) => ({ name, log: '' })) }
    const deploy = { commit }
    return triggerOf('crashing', aSite({ status: { troubles, deploy, notifications: posting } })).key
  }

  it('is told of a site that is served, of none that is not', () => {
    assert.ok(crashing(['worker']))
    assert.equal(crashing([]), undefined)
    assert.equal(
      triggerOf(
        'crashing',
        aSite({ spec: { desired: 'asleep' }, status: { troubles: { programs: [{ name: 'w', log: '' }] } } }),
      ).key,
      undefined,
    )
  })

  it('is told again of another program, or at another deploy, and not of one that falters again', () => {
    const both = crashing(['worker', 'clock'])
    assert.equal(crashing(['clock', 'worker'], both), both)
    assert.equal(crashing(['clock'], both), both)
    assert.notEqual(crashing(['clock', 'mail'], both), both)
    assert.notEqual(crashing(['clock', 'worker'], both, 'abcdef1'), both)
    assert.notEqual(crashing(['work'], crashing(['worker'])), crashing(['worker']))
  })
})

describe('that a site expires', () => {
  const END = at('2026-11-20T18:00+09:00')
  const FIRST = at('2026-11-17T10:00+09:00')
  const SECOND = at('2026-11-19T10:00+09:00')
  const site = aSite({ spec: { expiresAt: END } })
  const keys = { first: warningKey(END, FIRST), second: warningKey(END, SECOND) }

  const cases: [why: string, now: number, occasion: NotificationTrigger][] = [
    ['three days before is next', READY_AT, { at: FIRST }],
    ['not a moment too early', FIRST - 1, { at: FIRST }],
    ['three days before', FIRST, { key: keys.first, at: SECOND }],
    ['until the next is due', SECOND - 1, { key: keys.first, at: SECOND }],
    ['one day before', SECOND, { key: keys.second }],
    ['late, when nobody could be told before', END + DAY_MS, { key: keys.second }],
  ]
  for (const [why, now, occasion] of cases) {
    it(`is told: ${why}`, () => assert.deepEqual(triggerOf('expiring', site, now), occasion))
  }

  it('is told of all that are up or should be, asleep or stuck, and of no others', () => {
    const due = phases.filter((phase) => triggerOf('expiring', siteThatIs(phase), END).key !== undefined)
    const others: Phase[] = ['archiving', 'archived', 'purging']
    assert.deepEqual(
      due,
      phases.filter((phase) => !others.includes(phase)),
    )
  })

  it('is told anew when it was extended, in time before the new end', () => {
    const { spec, ...rest } = extend.apply(site, {
      by: 'U002',
      now: SECOND + MINUTE_MS,
      policy: defaultPolicy,
      until: { days: 7 },
    })
    const next = at('2026-11-24T10:00+09:00')
    assert.deepEqual(triggerOf('expiring', { spec, ...rest }, SECOND + MINUTE_MS), { at: next })
    assert.equal(triggerOf('expiring', { spec, ...rest }, next).key, warningKey(END + 7 * DAY_MS, next))
  })

  it('is not told of a life too short for it', () => {
    const brief = aSite({ spec: { expiresAt: END, expirySetAt: END - MINUTE_MS } })
    assert.deepEqual(triggerOf('expiring', brief, END), {})
  })
})

describe('that a site is archived, and purged tomorrow', () => {
  // Its image was made on the 3rd: it is purged on the 3rd of December, a Thursday.
  const NOTICE = at('2026-12-02T10:00+09:00')
  const archived = siteThatIs('archived')

  it('is told when it is, also when it is stuck', () => {
    assert.deepEqual(phasesOf('archived'), ['archived'])
    const stuck: Site = { ...archived, status: { ...archived.status, failures: { revoke: aFailure() } } }
    assert.deepEqual(triggerOf('archived', stuck), triggerOf('archived', archived))
  })

  it('is told on the working day before the purge, not before', () => {
    assert.deepEqual(triggerOf('purgeTomorrow', archived, NOTICE - 1), { at: NOTICE })
    assert.deepEqual(triggerOf('purgeTomorrow', archived, NOTICE), triggerOf('archived', archived))
    const due = phases.filter((phase) => triggerOf('purgeTomorrow', siteThatIs(phase), NOTICE).key !== undefined)
    assert.deepEqual(due, ['archived'])
  })

  it('is told once for each time that it is put away, also with the image it had', () => {
    const first = triggerOf('archived', archived, NOTICE)
    const newer: Site = { ...archived, status: { ...archived.status, archive: { ...archive, imageId: 'image-2' } } }
    assert.notDeepEqual(triggerOf('archived', newer, NOTICE), first)

    const asked = { ...REQUEST, now: NOTICE }
    const again = deleteSite.apply(restore.apply(archived, asked), asked)
    assert.notDeepEqual(triggerOf('archived', again, NOTICE), first)
    const next = at('2026-12-31T10:00+09:00')
    assert.deepEqual(triggerOf('purgeTomorrow', again, NOTICE), { at: next })
    assert.deepEqual(triggerOf('purgeTomorrow', again, next), triggerOf('archived', again, next))
  })
})

describe('that somebody guesses passwords', () => {
  const guessed = (at: number, phase: Phase = 'ready', now = READY_AT) => {
    const site = siteThatIs(phase)
    return triggerOf('guessing', { ...site, status: { ...site.status, guesses: { count: 100, at } } }, now)
  }

  it('is told of a site that visitors reach', () => {
    assert.deepEqual(
      phases.filter((phase) => guessed(READY_AT, phase).key !== undefined),
      ['ready'],
    )
    assert.deepEqual(phasesOf('guessing'), [])
  })

  it('is told once for each day, and not of one long ago', () => {
    assert.deepEqual(guessed(READY_AT, 'ready', READY_AT + DAY_MS), guessed(READY_AT))
    assert.notDeepEqual(guessed(READY_AT + DAY_MS), guessed(READY_AT))
    assert.deepEqual(guessed(READY_AT, 'ready', READY_AT + 2 * DAY_MS + 1), {})
  })
})
