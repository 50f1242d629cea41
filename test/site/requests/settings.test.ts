import assert from 'node:assert/strict'
import { phaseOf } from '../../../src/site/phase.ts'
import { changePassword, handOver, redeploy, refreshUsers, retry } from '../../../src/site/requests/settings.ts'
import { aSite } from '../../support/a-site.ts'
import { refuses } from '../user-errors.ts'
import { aFailure, siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

describe('changePassword', () => {
  const next = { user: 'aki', passwordHash: '$2b$04$other' }

  it('changes user and password, so that they are written anew', () => {
    const after = grants(
      (site) => changePassword(site, next, REQUEST),
      aSite(),
      { access: { ...next, revision: 2 }, retryRevision: 2 },
      { action: 'changePassword' },
    )
    assert.equal(changePassword(after, next, REQUEST).spec.access.revision, 3)
  })

  it('is tried also after an earlier one could not be written', () => {
    const stuck = aSite({ spec: { access: { revision: 2 } }, status: { failures: { access: aFailure() } } })
    assert.equal(phaseOf(stuck), 'failed')
    assert.equal(phaseOf(changePassword(stuck, next, REQUEST)), 'ready')
  })

  it('changes also what a sleeper wakes with', () => {
    assert.equal(changePassword(siteThatIs('asleep'), next, REQUEST).spec.access.user, 'aki')
  })

  it('refuses users that a password file cannot hold', () => {
    for (const user of ['', 'a:b', 'a b']) {
      refuses(() => changePassword(aSite(), { ...next, user }, REQUEST), 'access-user-invalid')
    }
  })
})

describe('redeploy', () => {
  it('asks for a fresh set-up, and for one more each time', () => {
    const once = grants(
      (site) => redeploy(site, REQUEST),
      aSite(),
      { setUpRevision: 2, retryRevision: 2 },
      { action: 'redeploy' },
    )
    assert.equal(phaseOf(once), 'settingUp')
    grants((site) => redeploy(site, REQUEST), once, { setUpRevision: 3, retryRevision: 3 }, { action: 'redeploy' })
  })

  it('leaves failures behind', () => {
    assert.equal(phaseOf(redeploy(siteThatIs('failed'), REQUEST)), 'settingUp')
  })
})

describe('refreshUsers', () => {
  const withTeam = aSite({ spec: { sshTeam: 'web' }, status: { users: { count: 2, revision: 1, launch: 1 } } })

  it('asks for a look at the team, and for one more each time', () => {
    const once = grants(
      (site) => refreshUsers(site, REQUEST),
      withTeam,
      { usersRevision: 2, retryRevision: 2 },
      { action: 'refreshUsers' },
    )
    assert.equal(phaseOf(once), 'ready')
    assert.equal(refreshUsers(once, REQUEST).spec.usersRevision, 3)
  })

  it('refuses where there is no team', () => {
    refuses(() => refreshUsers(aSite(), REQUEST), 'no-ssh-team', { name: 'plum' })
  })
})

describe('retry', () => {
  it('leaves failures behind, and changes nothing else', () => {
    const after = grants(
      (site) => retry(site, REQUEST),
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
      assert.equal(phaseOf(retry(stuck, REQUEST)), phase)
    }
  })
})

describe('handOver', () => {
  it('changes who is asked about the site, and nothing else', () => {
    const after = grants(
      (site) => handOver(site, 'U003', REQUEST),
      aSite(),
      { owner: 'U003' },
      { action: 'handOver', to: 'U003' },
    )
    assert.deepEqual(handOver(after, 'U003', REQUEST).spec, after.spec)
  })
})
