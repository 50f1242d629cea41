import assert from 'node:assert/strict'
import { phaseOf } from '../../../src/site/phase.ts'
import { readArgument } from '../../../src/site/operations/arguments.ts'
import { changePassword } from '../../../src/site/operations/change-password.ts'
import { handOver } from '../../../src/site/operations/hand-over.ts'
import { redeploy } from '../../../src/site/operations/redeploy.ts'
import { refreshUsers } from '../../../src/site/operations/refresh-users.ts'
import { retry } from '../../../src/site/operations/retry.ts'
import { aSite } from '../../support/a-site.ts'
import { refuses } from '../user-errors.ts'
import { aFailure, siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

describe('changePassword', () => {
  const next = { ...REQUEST, user: 'aki', password: '$2b$04$other' }

  it('changes user and password, so that they are written anew', () => {
    const after = grants(
      (site) => changePassword.apply(site, next),
      aSite(),
      { access: { user: 'aki', passwordHash: next.password, revision: 2 }, retryRevision: 2 },
      { action: 'change-password' },
    )
    assert.equal(changePassword.apply(after, next).spec.access.revision, 3)
  })

  it('is tried also after an earlier one could not be written', () => {
    const stuck = aSite({ spec: { access: { revision: 2 } }, status: { failures: { access: aFailure() } } })
    assert.equal(phaseOf(stuck), 'failed')
    assert.equal(phaseOf(changePassword.apply(stuck, next)), 'ready')
  })

  it('changes also what a sleeper wakes with', () => {
    assert.equal(changePassword.apply(siteThatIs('asleep'), next).spec.access.user, 'aki')
  })

  it('refuses users that a password file cannot hold', () => {
    const reading = { now: REQUEST.now, policy: REQUEST.policy, locale: 'en' } as const
    for (const user of ['', 'a:b', 'a b']) {
      refuses(() => readArgument('user-name', user, reading), 'access-user-invalid')
    }
  })
})

describe('redeploy', () => {
  it('asks for a fresh set-up, and for one more each time', () => {
    const once = grants(
      (site) => redeploy.apply(site, REQUEST),
      aSite(),
      { setUpRevision: 2, retryRevision: 2 },
      { action: 'redeploy' },
    )
    assert.equal(phaseOf(once), 'settingUp')
    grants(
      (site) => redeploy.apply(site, REQUEST),
      once,
      { setUpRevision: 3, retryRevision: 3 },
      { action: 'redeploy' },
    )
  })

  it('leaves failures behind', () => {
    assert.equal(phaseOf(redeploy.apply(siteThatIs('failed'), REQUEST)), 'settingUp')
  })
})

describe('refreshUsers', () => {
  const withTeam = aSite({ spec: { sshTeam: 'web' }, status: { users: { count: 2, revision: 1, launch: 1 } } })

  it('asks for a look at the team, and for one more each time', () => {
    const once = grants(
      (site) => refreshUsers.apply(site, REQUEST),
      withTeam,
      { usersRevision: 2, retryRevision: 2 },
      { action: 'refresh-users' },
    )
    assert.equal(phaseOf(once), 'ready')
    assert.equal(refreshUsers.apply(once, REQUEST).spec.usersRevision, 3)
  })

  it('refuses where there is no team', () => {
    refuses(() => refreshUsers.apply(aSite(), REQUEST), 'no-ssh-team', { name: 'plum' })
  })
})

describe('retry', () => {
  it('leaves failures behind, and changes nothing else', () => {
    const after = grants(
      (site) => retry.apply(site, REQUEST),
      siteThatIs('failed'),
      { retryRevision: 2 },
      { action: 'retry' },
    )
    assert.equal(phaseOf(after), 'ready')
  })

  it('is there also for sites on their way to the archive, and out', () => {
    for (const [desired, phase] of [
      ['archived', 'archiving'],
      ['gone', 'purging'],
    ] as const) {
      const stuck = aSite({ spec: { desired }, status: { failures: { terminate: aFailure() } } })
      assert.equal(phaseOf(retry.apply(stuck, REQUEST)), phase)
    }
  })
})

describe('handOver', () => {
  it('changes who is asked about the site, and nothing else', () => {
    const after = grants(
      (site) => handOver.apply(site, { ...REQUEST, owner: 'U003' }),
      aSite(),
      { owner: 'U003' },
      { action: 'hand-over', to: 'U003' },
    )
    assert.deepEqual(handOver.apply(after, { ...REQUEST, owner: 'U003' }).spec, after.spec)
  })
})
