import assert from 'node:assert/strict'
import { isArchived, phaseOf, phases, type Phase } from '../../src/site/phase.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { aFailure, archive, siteThatIs } from './sites.ts'

const down = { address: undefined, reachable: false }
/** Its second start, not yet set up. */
const woken = { boot: 2, address: '127.0.0.1:4002' }
const image = { spec: { desired: 'archived' }, status: { instance: undefined, route: undefined, archive } } as const

describe('phaseOf', () => {
  it('knows each place in a life', () => {
    assert.deepEqual(
      phases.map((phase) => phaseOf(siteThatIs(phase))),
      [...phases],
    )
  })

  const cases: [phase: Phase, why: string, site: Overrides<Site>][] = [
    ['requested', 'the old machine is on its way out', { status: { instance: { ...down, state: 'terminating' } } }],
    [
      'launching',
      'a machine after an earlier one',
      { status: { instance: { launch: 2, state: 'pending' }, route: undefined } },
    ],
    ['booting', 'what was set up was the machine before', { status: { instance: { launch: 2, reachable: false } } }],
    ['settingUp', 'another set-up was asked for', { spec: { setUpRevision: 2 } }],
    ['settingUp', 'set up, but nobody is led there', { status: { route: undefined } }],
    ['settingUp', 'people are led to another machine', { status: { route: { instanceId: 'machine-plum-0' } } }],
    ['settingUp', 'people are led to an old address', { status: { route: { address: '127.0.0.1:4000' } } }],
    ['ready', 'a password yet to be written', { spec: { access: { revision: 2 } } }],
    [
      'ready',
      'a job under way',
      { status: { command: { job: 'access', revision: 1, accessRevision: 2, startedAt: 0 } } },
    ],
    ['waking', 'stopped behind its back', { status: { instance: { ...down, state: 'stopping' } } }],
    ['waking', 'starting again', { status: { instance: { ...down, boot: 2, state: 'pending' }, route: undefined } }],
    ['waking', 'booting again', { status: { instance: { ...woken, reachable: false }, route: undefined } }],
    ['waking', 'being set up again', { status: { instance: woken, route: undefined } }],
    [
      'launching',
      'starting again before it ever was set up',
      { status: { instance: { ...down, boot: 2, state: 'pending' }, setUp: undefined } },
    ],
    ['settingUp', 'never set up before it slept', { status: { instance: woken, setUp: undefined, route: undefined } }],
    [
      'settingUp',
      'another set-up asked for after it woke',
      { spec: { setUpRevision: 2 }, status: { instance: { boot: 2 }, setUp: { boot: 2 } } },
    ],
    [
      'goingToSleep',
      'stopping',
      { spec: { desired: 'asleep' }, status: { instance: { ...down, state: 'stopping' }, route: undefined } },
    ],
    [
      'goingToSleep',
      'stopped, but people are still led there',
      { spec: { desired: 'asleep' }, status: { instance: { ...down, state: 'stopped' } } },
    ],
    [
      'asleep',
      'its machine was lost meanwhile',
      { spec: { desired: 'asleep' }, status: { instance: undefined, route: undefined } },
    ],
    [
      'archiving',
      'the image is under way',
      { ...image, status: { ...image.status, archive: { ...archive, state: 'pending' } } },
    ],
    [
      'archiving',
      'the machine is still there',
      { ...image, status: { ...image.status, instance: { state: 'terminating' } } },
    ],
    ['archiving', 'people are still led there', { ...image, status: { ...image.status, route: {} } }],
    ['archiving', 'everything was lost', { ...image, status: { ...image.status, archive: undefined } }],
    ['requested', 'coming back from the archive', { ...image, spec: { desired: 'up' } }],
    ['purging', 'nothing is left of it', { ...image, spec: { desired: 'gone' } }],
    [
      'failed',
      'on the way to the archive',
      { ...image, status: { ...image.status, failures: { archive: aFailure() } } },
    ],
    ['failed', 'on the way out', { spec: { desired: 'gone' }, status: { failures: { purge: aFailure() } } }],
    ['ready', 'a failure will be tried again', { status: { failures: { route: aFailure({ retryAt: 5 }) } } }],
    [
      'ready',
      'somebody asked again since it failed',
      { spec: { retryRevision: 2 }, status: { failures: { route: aFailure() } } },
    ],
    ['ready', 'people could not be notified', { status: { failures: { card: aFailure({ policy: 'notification' }) } } }],
  ]
  for (const [phase, why, overrides] of cases) {
    it(`${phase}: ${why}`, () => assert.equal(phaseOf(aSite(overrides)), phase))
  }
})

describe('isArchived', () => {
  it('holds for an archived site, also when it is stuck, and for no other', () => {
    assert.deepEqual(
      phases.filter((phase) => isArchived(siteThatIs(phase))),
      ['archived'],
    )
    assert.ok(isArchived(aSite({ ...image, status: { ...image.status, failures: { revoke: aFailure() } } })))
  })
})
