import assert from 'node:assert/strict'
import { type OperationName, operations } from '../../../src/site/operations/all.ts'
import { changePassword } from '../../../src/site/operations/change-password.ts'
import { refreshUsers } from '../../../src/site/operations/refresh-users.ts'
import { phaseOf, phases, type Phase } from '../../../src/site/phase.ts'
import type { Site } from '../../../src/site/site.ts'
import { aSite, type Overrides } from '../../support/a-site.ts'
import { aFailure, archive, siteThatIs } from '../sites.ts'

/** Of the operations that this test is about. */
function possibleOf(site: Site): OperationName[] {
  const known = new Set<OperationName>([...failedUp, ...whileAsleep, ...whileUp, ...whileArchived])
  return operations.flatMap((one) => (known.has(one.name) && one.isPossible(site) ? [one.name] : [])).toSorted()
}

const beforeReady: OperationName[] = [
  'extend',
  'delete',
  'delete-without-archive',
  'change-password',
  'redeploy',
  'hand-over',
]
const whileUp: OperationName[] = [
  'extend',
  'sleep',
  'delete',
  'delete-without-archive',
  'change-password',
  'redeploy',
  'hand-over',
]
const failedUp: OperationName[] = [
  'extend',
  'delete',
  'delete-without-archive',
  'change-password',
  'redeploy',
  'retry',
  'hand-over',
]
const whileAsleep: OperationName[] = [
  'extend',
  'wake',
  'delete',
  'delete-without-archive',
  'change-password',
  'hand-over',
]
const whileArchived: OperationName[] = ['delete-without-archive', 'restore', 'hand-over']

describe('what is possible', () => {
  const byPhase: Record<Phase, OperationName[]> = {
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
      assert.deepEqual(possibleOf(siteThatIs(phase)), byPhase[phase].toSorted()))
  }

  const failures = { failures: { 'set-up': aFailure() } }
  const alone = { instance: undefined, route: undefined }
  const stopped = { state: 'stopped', address: undefined, reachable: false } as const
  const cases: [why: string, names: OperationName[], phase: Phase, site: Overrides<Site>][] = [
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
      ['extend', 'wake', 'delete', 'delete-without-archive', 'change-password', 'retry', 'hand-over'],
      'failed',
      { spec: { desired: 'asleep' }, status: failures },
    ],
    [
      'a retry or the way back, on the way to the archive',
      ['delete-without-archive', 'restore', 'retry', 'hand-over'],
      'failed',
      { spec: { desired: 'archived' }, status: failures },
    ],
    [
      'a retry or the way back, in the archive',
      ['delete-without-archive', 'restore', 'retry', 'hand-over'],
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
      ['delete-without-archive', 'hand-over'],
      'archiving',
      { spec: { desired: 'archived' }, status: { ...alone, archive: { ...archive, state: 'pending' } } },
    ],
    [
      'no way back from nothing',
      ['delete-without-archive', 'hand-over'],
      'archiving',
      { spec: { desired: 'archived' }, status: alone },
    ],
  ]
  it('a look at the team, where there is one, also of a sleeper', () => {
    const inPhases = phases.filter((phase) => {
      const site = siteThatIs(phase)
      return refreshUsers.isPossible({ ...site, spec: { ...site.spec, sshTeam: 'web' } })
    })
    const alive = phases.filter((phase) => changePassword.isPossible(siteThatIs(phase)))
    assert.deepEqual(inPhases, alive)
  })

  for (const [why, names, phase, overrides] of cases) {
    it(why, () => {
      const site = aSite(overrides)
      assert.deepEqual([phaseOf(site), possibleOf(site)], [phase, names.toSorted()])
    })
  }
})
