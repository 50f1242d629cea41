import assert from 'node:assert/strict'
import type { Due } from '../../src/control/step.ts'
import { createSteps, observers } from '../../src/control/steps/all.ts'
import { phases, type Phase } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import type { Site } from '../../src/site/site.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { archive, READY_AT, siteThatIs } from '../site/sites.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { stepOptions } from '../support/fake-ports.ts'

const steps = createSteps(defaultPolicy, stepOptions(defaultPolicy))
const NOW = READY_AT + MINUTE_MS

/** Names of the steps that are due, but for those that only tell people. */
function dueOf(site: Site): string[] {
  return steps
    .filter(({ policy, due }) => policy !== 'notification' && due(site, NOW) === 'now')
    .map(({ name }) => name)
}

const stopped = { state: 'stopped', address: undefined, reachable: false } as const
const PUSHED = 'decade'.padEnd(40, '0')
const environment = (revision: number) => ({ environment: { revision, key: 'key-1', names: ['A'] } })
const pendingImage = { ...archive, state: 'pending' as const }

/** A look so many minutes ago, asked for by that revision, has found nobody in the team. */
function teamLoss(minutesAgo: number, revision = 1) {
  const at = NOW - minutesAgo * MINUTE_MS
  const users = { count: 1, revision: 1, launch: 1, at: NOW }
  return { users, teamLoss: { reason: 'empty' as const, since: at, checkedAt: at, revision } }
}

describe('what is due', () => {
  const byPhase: Record<Phase, string[]> = {
    requested: ['launch'],
    launching: [],
    booting: ['prepare-route'],
    settingUp: ['prepare-route', 'set-up'],
    ready: [],
    goingToSleep: ['unroute'],
    asleep: [],
    waking: ['start'],
    archiving: ['unroute'],
    archived: ['revoke'],
    purging: ['unroute', 'terminate'],
    failed: [],
  }
  for (const phase of phases) {
    it(`${phase}: ${byPhase[phase].join(', ') || 'nothing'}`, () =>
      assert.deepEqual(dueOf(siteThatIs(phase)), byPhase[phase]))
  }

  const up = { desired: 'up' } as const
  const asleep = { desired: 'asleep' } as const
  const archived = { desired: 'archived' } as const
  const gone = { desired: 'gone' } as const
  const pushed = { commit: PUSHED, at: NOW - MINUTE_MS }
  const job = { job: 'users', revision: 1, accessRevision: 1, usersRevision: 1, startedAt: NOW - 1 } as const
  const sleeping = { route: undefined, instance: stopped }
  const waitingForAPush = {
    'set-up': { policy: 'fails-site', reason: 'build-failed', attempts: 1, firstAt: READY_AT, retryRevision: 1 },
  } as const
  const cases: [why: string, site: Overrides<Site>, due: string[]][] = [
    [
      'a machine that was launched for a site deleted meanwhile is found',
      { spec: gone, status: { instance: undefined, route: undefined, repositoryAccess: undefined, launching: true } },
      ['launch'],
    ],
    [
      'a picture of the start page that came is uploaded',
      { status: { picture: { next: { hash: 'a', commit: PUSHED, changed: 1 } } } },
      ['picture'],
    ],
    ['visitors go before the machine stops for another size', { spec: { sizeRevision: 1 } }, ['unroute']],
    ['then it stops for it', { spec: { sizeRevision: 1 }, status: { route: undefined } }, ['stop']],
    ['and gets it before it starts', { spec: { sizeRevision: 1 }, status: sleeping }, ['resize']],
    [
      'and starts with it',
      { spec: { sizeRevision: 1 }, status: { ...sleeping, instance: { ...stopped, sizeRevision: 1 } } },
      ['start'],
    ],
    [
      'a job that runs comes before another size',
      { spec: { sizeRevision: 1 }, status: { command: { ...job, id: 'command-1' } } },
      [],
    ],
    ['another size can wait until it wakes', { spec: { ...asleep, sizeRevision: 1 }, status: sleeping }, []],
    ['none for a site that should sleep', { spec: asleep, status: { instance: undefined, route: undefined } }, []],
    ['visitors go before the machine', { spec: asleep }, ['unroute']],
    ['then it stops', { spec: asleep, status: { route: undefined } }, ['stop']],
    [
      'also one that still starts, once it runs',
      { spec: asleep, status: { route: undefined, instance: { state: 'pending', address: undefined } } },
      [],
    ],
    [
      'no start while its image is made',
      { spec: up, status: { instance: stopped, route: undefined, archive: pendingImage } },
      [],
    ],
    [
      'a start when the image is made',
      { spec: up, status: { instance: stopped, route: undefined, archive } },
      ['start'],
    ],
    [
      'an image of the stopped machine',
      { spec: archived, status: { instance: stopped, route: undefined } },
      ['archive'],
    ],
    [
      'one image is enough',
      { spec: archived, status: { instance: stopped, route: undefined, archive: pendingImage } },
      [],
    ],
    [
      'an image again after it was restored',
      {
        spec: archived,
        status: { launches: 2, instance: { ...stopped, launch: 2 }, setUp: { launch: 2 }, route: undefined, archive },
      },
      ['archive'],
    ],
    [
      'the machine goes once the image is good',
      { spec: archived, status: { instance: stopped, route: undefined, archive } },
      ['terminate'],
    ],
    [
      'no image of what was never set up',
      { spec: archived, status: { instance: stopped, setUp: undefined, route: undefined } },
      ['terminate'],
    ],
    [
      'nothing twice while it ends',
      { spec: gone, status: { instance: { ...stopped, state: 'terminating' }, route: undefined } },
      [],
    ],
    [
      'keys and images last',
      { spec: gone, status: { instance: undefined, route: undefined, archive } },
      ['revoke', 'purge'],
    ],
    [
      'nothing left',
      { spec: gone, status: { instance: undefined, route: undefined, repositoryAccess: undefined } },
      [],
    ],
    [
      'the archive of a restored site, when it is ready',
      { status: { launches: 2, instance: { launch: 2 }, setUp: { launch: 2 }, access: { launch: 2 }, archive } },
      ['purge'],
    ],
    [
      'not before',
      {
        status: { launches: 2, instance: { launch: 2, reachable: false }, route: undefined, setUp: undefined, archive },
      },
      ['prepare-route'],
    ],
    [
      'an image that a newer one took the place of',
      {
        spec: archived,
        status: {
          instance: undefined,
          route: undefined,
          repositoryAccess: undefined,
          archive: { ...archive, imageId: 'image-2' },
          superseded: ['image-1'],
        },
      },
      ['purge'],
    ],
    [
      'but not while the newer is made',
      {
        spec: archived,
        status: {
          instance: stopped,
          route: undefined,
          archive: { ...pendingImage, imageId: 'image-2' },
          superseded: ['image-1'],
        },
      },
      [],
    ],
    ['a set-up that was asked for', { spec: { setUpRevision: 2 } }, ['set-up']],
    [
      'a route and a set-up after each start',
      { status: { instance: { boot: 2 }, route: undefined } },
      ['route', 'set-up'],
    ],
    [
      'before it has booted, one that leads nobody there',
      { status: { instance: { boot: 2, reachable: false }, route: undefined } },
      ['prepare-route'],
    ],
    ['which is prepared once', { status: { instance: { boot: 2, reachable: false }, route: { prepared: true } } }, []],
    ['and then leads there', { status: { instance: { boot: 2 }, route: { prepared: true } } }, ['route', 'set-up']],
    [
      'none that leads to a machine of another size',
      { spec: { sizeRevision: 1 }, status: { route: { prepared: true } } },
      ['unroute'],
    ],
    [
      'a set-up alone for a password that was changed while it slept',
      { spec: { access: { revision: 2 } }, status: { instance: { boot: 2 }, route: undefined } },
      ['prepare-route', 'set-up'],
    ],
    [
      'or for settings',
      { spec: { setUpRevision: 2 }, status: { instance: { boot: 2 }, route: undefined } },
      ['prepare-route', 'set-up'],
    ],
    [
      'or for an environment',
      { spec: environment(2), status: { instance: { boot: 2 }, route: undefined } },
      ['prepare-route', 'set-up'],
    ],
    [
      'or on a machine from an archive',
      { status: { launches: 2, instance: { launch: 2 }, route: undefined } },
      ['prepare-route', 'set-up'],
    ],
    ['a route after the set-up', { status: { route: undefined } }, ['route']],
    ['a route where one was being taken away', { status: { route: { leaving: true } } }, ['route']],
    [
      'not while that may still be under way',
      { status: { route: { leaving: true }, lease: { step: 'unroute', since: NOW - 3 * MINUTE_MS + 1 } } },
      [],
    ],
    [
      'no start while its machine may be under termination',
      { spec: up, status: { instance: stopped, route: undefined, lease: { step: 'terminate', since: NOW } } },
      [],
    ],
    [
      'a start when whoever began one is given up',
      {
        spec: up,
        status: { instance: stopped, route: undefined, lease: { step: 'terminate', since: NOW - 3 * MINUTE_MS } },
      },
      ['start'],
    ],
    [
      'no image while a start may be removing the one before',
      { spec: archived, status: { instance: stopped, route: undefined, lease: { step: 'start', since: NOW } } },
      [],
    ],
    ['a route to another address', { status: { instance: { address: '127.0.0.1:4002' } } }, ['route']],
    ['a changed password', { spec: { access: { revision: 2 } } }, ['access']],
    ['an environment', { spec: environment(1) }, ['environment']],
    ['another one', { spec: environment(3), status: { environment: { revision: 2 } } }, ['environment']],
    ['none that is there', { spec: environment(3), status: { environment: { revision: 3 } } }, []],
    ['the set-up brings it too', { spec: { setUpRevision: 2, ...environment(3) } }, ['set-up']],
    [
      'telling the others',
      { spec: { environment: { revision: 1, names: [], shared: 2 } }, status: { environment: { revision: 1 } } },
      ['share-environment'],
    ],
    [
      'none that were told',
      {
        spec: { environment: { revision: 1, names: [], shared: 2 } },
        status: { environment: { revision: 1 }, environmentShared: 2 },
      },
      [],
    ],
    [
      'no removal of it while there is a machine',
      { spec: { desired: 'gone', ...environment(1) } },
      ['unroute', 'terminate'],
    ],
    [
      'the removal of one',
      { spec: { desired: 'gone', ...environment(1) }, status: { instance: undefined, route: undefined } },
      ['revoke', 'remove-environment'],
    ],
    [
      'not of one that was removed',
      {
        spec: { desired: 'gone', ...environment(1) },
        status: { instance: undefined, route: undefined, environmentRemoved: 'key-1' },
      },
      ['revoke'],
    ],
    ['a look at the team', { spec: { usersRevision: 2, sshTeam: 'web' } }, ['users']],
    ['none where there is no team', { spec: { usersRevision: 2 } }, []],
    ['none that was had', { spec: { sshTeam: 'web' }, status: { users: { count: 1, revision: 1, launch: 1 } } }, []],
    ['the next look at a team that was found empty', { spec: { sshTeam: 'web' }, status: teamLoss(10) }, ['users']],
    ['none at it before its time', { spec: { sshTeam: 'web', usersRevision: 2 }, status: teamLoss(9, 2) }, []],
    ['one at it that is asked for', { spec: { sshTeam: 'web', usersRevision: 2 }, status: teamLoss(9) }, ['users']],
    ['the set-up brings the team too', { spec: { setUpRevision: 2, usersRevision: 2, sshTeam: 'web' } }, ['set-up']],
    [
      'no look at the team on a machine that cannot be reached',
      { spec: { usersRevision: 2, sshTeam: 'web' }, status: { instance: { reachable: false } } },
      [],
    ],
    ['the set-up brings the password too', { spec: { setUpRevision: 2, access: { revision: 2 } } }, ['set-up']],
    [
      'no second job beside one under way',
      {
        spec: { setUpRevision: 2 },
        status: { command: { id: 'command-1', job: 'set-up', revision: 2, accessRevision: 1, startedAt: NOW } },
      },
      [],
    ],
    [
      'no job on a machine that cannot be reached',
      { spec: { setUpRevision: 2 }, status: { instance: { reachable: false } } },
      [],
    ],
    ['the head of the branch is not known', { status: { head: undefined } }, ['head']],
    ['it was asked for before the set-up ended', { status: { head: { at: READY_AT - 1 } } }, ['head']],
    ['it was asked for before there was a webhook', { status: { repositoryAccess: { webhookAt: NOW } } }, ['head']],
    ['the webhook, once a set-up has ended', { status: { repositoryAccess: { pending: true } } }, ['webhook']],
    [
      'also while it sleeps',
      { spec: asleep, status: { ...sleeping, repositoryAccess: { pending: true } } },
      ['webhook'],
    ],
    [
      'not before it has ended',
      { spec: { setUpRevision: 2 }, status: { repositoryAccess: { pending: true } } },
      ['set-up'],
    ],
    [
      'but where it waits for a push',
      {
        spec: { setUpRevision: 2 },
        status: {
          repositoryAccess: { pending: true },
          failures: waitingForAPush,
        },
      },
      ['set-up', 'webhook'],
    ],
    [
      'and the head again, once there is one',
      {
        spec: { setUpRevision: 2 },
        status: {
          repositoryAccess: { webhookAt: NOW },
          failures: waitingForAPush,
        },
      },
      ['set-up', 'head'],
    ],
    [
      'none for what is to go',
      { spec: archived, status: { route: undefined, instance: stopped, repositoryAccess: { pending: true } } },
      ['archive'],
    ],
    ['nothing was pushed', { status: { head: { at: READY_AT } } }, []],
    ['a push that may still be on its way', { status: { head: { ...pushed, at: NOW - MINUTE_MS + 1 } } }, []],
    ['a push that never came', { status: { head: pushed } }, ['deploy']],
    ['a push to a site without a branch', { status: { head: { ...pushed, commit: undefined } } }, []],
    ['not while another job runs', { status: { head: pushed, command: { ...job, id: 'command-1' } } }, []],
    ['not while another may be about to begin', { status: { head: pushed, command: job } }, []],
    ['not before the set-up that was asked for', { spec: { setUpRevision: 2 }, status: { head: pushed } }, ['set-up']],
    ['not of a commit that failed', { status: { head: { ...pushed, failed: true } } }, []],
    [
      'nor where the machine has told so',
      { status: { head: pushed, troubles: { programs: [], deploy: { reason: 'x', at: 1, commit: PUSHED, log: '' } } } },
      [],
    ],
    [
      'but of one that was pushed since',
      {
        status: {
          head: pushed,
          troubles: { programs: [], deploy: { reason: 'x', at: 1, commit: 'c0ffee1', log: '' } },
        },
      },
      ['deploy'],
    ],
    ['the machine has deployed another since', { status: { head: { ...pushed, served: 'c0ffee1' } } }, ['head']],
    ['nothing on a machine that sleeps', { spec: asleep, status: { ...sleeping, head: undefined } }, []],
    ['visitors of a machine that is gone', { status: { instance: undefined, launching: true } }, ['launch', 'unroute']],
    [
      'not while somebody else may be leading them away',
      {
        status: { instance: undefined, launching: true, lease: { step: 'unroute', since: NOW - 3 * MINUTE_MS + 1 } },
      },
      ['launch'],
    ],
  ]
  for (const [why, overrides, due] of cases) {
    it(`${why}: ${due.join(', ') || 'nothing'}`, () => assert.deepEqual(dueOf(aSite(overrides)), due))
  }

  const claims: [ageMs: number, due: Due][] = [
    [0, { at: NOW + MINUTE_MS }],
    [MINUTE_MS - 1, { at: NOW + 1 }],
    [MINUTE_MS, 'now'],
  ]
  for (const [ageMs, due] of claims) {
    it(`waits for whoever claimed it ${ageMs} ms ago`, () => {
      const claim = { claimedAt: NOW - ageMs, channel: 'C001', key: 'claimed' }
      const command = { job: 'set-up', revision: 2, accessRevision: 1, startedAt: NOW - ageMs } as const
      const site = aSite({ spec: { setUpRevision: 2 }, status: { command, card: claim } })
      for (const name of ['set-up', 'card']) {
        assert.deepEqual(steps.find((step) => step.name === name)?.due(site, NOW), due, name)
      }
    })
  }
})

describe('what is looked at', () => {
  const command = { id: 'command-1', job: 'access', revision: 1, accessRevision: 1, startedAt: NOW } as const
  const cases: [why: string, site: Overrides<Site>, polls: Record<string, number | undefined>][] = [
    ['a machine that runs, with no hurry', {}, { 'observe-machine': undefined }],
    ['none', { status: { instance: undefined } }, {}],
    [
      'a machine on its way',
      { status: { instance: { ...stopped, state: 'stopping', since: NOW } } },
      { 'observe-machine': 20_000 },
    ],
    [
      'a machine that does not answer yet',
      { status: { instance: { reachable: false, since: NOW } } },
      { 'observe-machine': undefined, 'observe-boot': 10_000 },
    ],
    [
      'but not of a site that is to go',
      { spec: { desired: 'gone' }, status: { instance: { reachable: false } } },
      { 'observe-machine': undefined },
    ],
    ['a job', { status: { command } }, { 'observe-machine': undefined, 'observe-command': 15_000 }],
    [
      'a job that is only claimed',
      { status: { command: { ...command, id: undefined } } },
      { 'observe-machine': undefined },
    ],
    [
      'an image',
      { status: { instance: undefined, archive: { ...pendingImage, at: NOW } } },
      { 'observe-image': 30_000 },
    ],
    ['an image that is made', { status: { instance: undefined, archive } }, {}],
    [
      'an archive',
      { spec: { desired: 'archived' }, status: { instance: undefined, archive } },
      { 'observe-archive': undefined },
    ],
  ]
  for (const [why, overrides, polls] of cases) {
    it(why, () => {
      const site = aSite(overrides)
      const seen = observers.filter(({ applies }) => applies(site))
      const inMs = seen.map(({ name, pollAt: nextPollAt }) => {
        const at = nextPollAt(site, NOW)
        return [name, at === undefined ? undefined : at - NOW]
      })
      assert.deepEqual(Object.fromEntries(inMs), polls)
    })
  }

  it('at moments that later looks do not move', () => {
    const since = NOW
    const site = aSite({ status: { instance: { ...stopped, state: 'pending', since } } })
    const [machine] = observers
    const polls = [0, 1, 19_999, 20_000, 20_001].map((ms) => machine?.pollAt(site, since + ms))
    assert.deepEqual(
      polls,
      [20_000, 20_000, 20_000, 40_000, 40_000].map((ms) => since + ms),
    )
  })
})
