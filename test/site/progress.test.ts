import assert from 'node:assert/strict'
import { phases, type Phase } from '../../src/site/phase.ts'
import { progressOf, type Stage, type StageProgress } from '../../src/site/progress.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { aFailure, archive, siteThatIs } from './sites.ts'

const MARKS: Record<StageProgress['state'], string> = { done: '+', underWay: '*', left: '-' }

/** `+launch *boot -setUp`: done, under way, left. */
function drawn(site: Site): string {
  return progressOf(site)
    .map(({ stage, state }) => `${MARKS[state]}${stage}`)
    .join(' ')
}

describe('progressOf', () => {
  const byPhase: Record<Phase, string> = {
    requested: '*launch -boot -setUp',
    launching: '*launch -boot -setUp',
    booting: '+launch *boot -setUp',
    settingUp: '+launch +boot *setUp',
    ready: '',
    goingToSleep: '*unroute -stop',
    asleep: '',
    waking: '*start -boot -setUp',
    archiving: '*unroute -stop -archive -terminate',
    archived: '',
    purging: '',
    failed: '',
  }
  for (const phase of phases) {
    it(`${phase}: ${byPhase[phase] || 'nothing to wait for'}`, () =>
      assert.equal(drawn(siteThatIs(phase)), byPhase[phase]))
  }

  const stopped = { state: 'stopped', address: undefined, reachable: false } as const
  const failures = { failures: { 'set-up': aFailure() } }
  const asleep = { desired: 'asleep' } as const
  const archived = { desired: 'archived' } as const
  const pending = { ...archive, state: 'pending' } as const
  const cases: [why: string, site: Overrides<Site>, progress: string][] = [
    ['nothing is under way where it is stuck', { status: { ...failures, setUp: undefined } }, '+launch +boot -setUp'],
    ['a sleeper that is stuck on its way', { spec: asleep, status: failures }, '-unroute -stop'],
    ['another set-up was asked for', { spec: { setUpRevision: 2 } }, '+launch +boot *setUp'],
    [
      'a machine that wakes is set up anew',
      { status: { instance: { boot: 2 }, route: undefined } },
      '+start +boot *setUp',
    ],
    ['a machine that wakes boots anew', { status: { instance: { boot: 2, reachable: false } } }, '+start *boot -setUp'],
    ['set up, but not to be reached by visitors', { status: { route: undefined } }, '+launch +boot *setUp'],
    ['a password to be written', { spec: { access: { revision: 2 } } }, '*access'],
    [
      'a password and a team, one after the other',
      { spec: { access: { revision: 2 }, usersRevision: 2, sshTeam: 'web' } },
      '*access -users',
    ],
    [
      'a team that was let in',
      { spec: { sshTeam: 'web' }, status: { users: { count: 0, revision: 1, launch: 1 } } },
      '',
    ],
    ['offline, and to be stopped', { spec: asleep, status: { route: undefined } }, '+unroute *stop'],
    [
      'an image that is being made',
      { spec: archived, status: { instance: stopped, route: undefined, archive: pending } },
      '+unroute +stop *archive -terminate',
    ],
    [
      'an image of the machine before is none of this one',
      {
        spec: archived,
        status: { launches: 2, instance: { ...stopped, launch: 2 }, setUp: { launch: 2 }, route: undefined, archive },
      },
      '+unroute +stop *archive -terminate',
    ],
    [
      'a machine that goes, its image made',
      { spec: archived, status: { instance: { ...stopped, state: 'terminating' }, route: undefined, archive } },
      '+unroute +stop +archive *terminate',
    ],
    [
      'no image of what was never set up',
      { spec: archived, status: { instance: stopped, setUp: undefined, route: undefined } },
      '+unroute +stop *terminate',
    ],
  ]
  for (const [why, overrides, expected] of cases) {
    it(why, () => assert.equal(drawn(aSite(overrides)), expected))
  }

  it('tells how long each stage durations the last time, where that is known', () => {
    const durations = { launch: 20_000, boot: undefined, setUp: 0 }
    const times = (status: Overrides<Site['status']>) =>
      progressOf(aSite({ status: { ...status, durations } })).map(({ stage, lastTookMs }): [Stage, unknown] => [
        stage,
        lastTookMs,
      ])
    assert.deepEqual(times({ instance: undefined }), [
      ['launch', 20_000],
      ['boot', undefined],
      ['setUp', 0],
    ])
    assert.deepEqual(times({ instance: stopped })[0], ['start', 20_000])
  })
})
