import assert from 'node:assert/strict'
import { canAsk, siteActions, type SiteAction } from '../../src/site/actions.ts'
import { phaseOf, phases, type Phase } from '../../src/site/phase.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { aFailure, archive, siteThatIs } from './sites.ts'

function actionsOf(site: Site): SiteAction[] {
  return siteActions.filter((action) => canAsk(site, action))
}

const beforeReady: SiteAction[] = ['extend', 'delete', 'deleteWithoutArchive', 'changePassword', 'redeploy', 'handOver']
const whileUp: SiteAction[] = [
  'extend',
  'sleep',
  'delete',
  'deleteWithoutArchive',
  'changePassword',
  'redeploy',
  'handOver',
]
const failedUp: SiteAction[] = [
  'extend',
  'delete',
  'deleteWithoutArchive',
  'changePassword',
  'redeploy',
  'retry',
  'handOver',
]
const whileAsleep: SiteAction[] = ['extend', 'wake', 'delete', 'deleteWithoutArchive', 'changePassword', 'handOver']
const whileArchived: SiteAction[] = ['deleteWithoutArchive', 'restore', 'handOver']

describe('what can be asked', () => {
  const byPhase: Record<Phase, SiteAction[]> = {
    requested: beforeReady,
    launching: beforeReady,
    booting: beforeReady,
    settingUp: beforeReady,
    ready: whileUp,
    goingToSleep: whileAsleep,
    asleep: whileAsleep,
    waking: whileUp,
    archiving: whileArchived,
    archived: whileArchived,
    purging: [],
    failed: failedUp,
  }
  for (const phase of phases) {
    it(`${phase}: ${byPhase[phase].join(', ') || 'nothing'}`, () =>
      assert.deepEqual(actionsOf(siteThatIs(phase)), byPhase[phase]))
  }

  const failures = { failures: { 'set-up': aFailure() } }
  const alone = { instance: undefined, route: undefined }
  const stopped = { state: 'stopped', address: undefined, reachable: false } as const
  const cases: [why: string, actions: SiteAction[], phase: Phase, site: Overrides<Site>][] = [
    ['no sleep before it is set up again', beforeReady, 'waking', { status: { instance: { boot: 2 } } }],
    ['no sleep while another set-up is due', beforeReady, 'settingUp', { spec: { setUpRevision: 2 } }],
    [
      'no retry while it is tried again anyway',
      whileUp,
      'ready',
      { status: { failures: { route: aFailure({ retryAt: 5 }) } } },
    ],
    ['no retry once somebody asked', whileUp, 'ready', { spec: { retryRevision: 2 }, status: failures }],
    [
      'no retry where people only could not be told',
      whileUp,
      'ready',
      { status: { failures: { card: aFailure({ policy: 'notification' }) } } },
    ],
    [
      'a retry for a sleeper',
      ['extend', 'wake', 'delete', 'deleteWithoutArchive', 'changePassword', 'retry', 'handOver'],
      'failed',
      { spec: { desired: 'asleep' }, status: failures },
    ],
    [
      'a retry or the way back, on the way to the archive',
      ['deleteWithoutArchive', 'restore', 'retry', 'handOver'],
      'failed',
      { spec: { desired: 'archived' }, status: failures },
    ],
    [
      'a retry or the way back, in the archive',
      ['deleteWithoutArchive', 'restore', 'retry', 'handOver'],
      'failed',
      { spec: { desired: 'archived' }, status: { ...alone, ...failures, archive } },
    ],
    ['a retry on the way out', ['retry'], 'failed', { spec: { desired: 'gone' }, status: failures }],
    [
      'the way back while the image is made of its machine',
      whileArchived,
      'archiving',
      {
        spec: { desired: 'archived' },
        status: { instance: stopped, route: undefined, archive: { ...archive, state: 'pending' } },
      },
    ],
    [
      'no way back from an image that is not made',
      ['deleteWithoutArchive', 'handOver'],
      'archiving',
      { spec: { desired: 'archived' }, status: { ...alone, archive: { ...archive, state: 'pending' } } },
    ],
    [
      'no way back from nothing',
      ['deleteWithoutArchive', 'handOver'],
      'archiving',
      { spec: { desired: 'archived' }, status: alone },
    ],
  ]
  it('a look at the team, where there is one, also of a sleeper', () => {
    const places = phases.filter((phase) => {
      const site = siteThatIs(phase)
      return canAsk({ ...site, spec: { ...site.spec, sshTeam: 'web' } }, 'refreshUsers')
    })
    const alive = phases.filter((phase) => canAsk(siteThatIs(phase), 'changePassword'))
    assert.deepEqual(places, alive)
  })

  for (const [why, actions, phase, overrides] of cases) {
    it(why, () => {
      const site = aSite(overrides)
      assert.deepEqual([phaseOf(site), actionsOf(site)], [phase, actions])
    })
  }
})
