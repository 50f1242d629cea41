import assert from 'node:assert/strict'
import { CLASSIC, PERSON, type PersonalToken } from '../support/github/personal-token.ts'
import { NEEDED, type Permissions } from '../support/github/permissions.ts'
import { findRepository } from '../support/github/state.ts'
import { rejectsWithReason } from '../support/rejects.ts'
import { aGithub, COMMIT, type GithubBench } from './a-github.ts'
import { grantBoth } from '../support/grant-both.ts'

const PLUM = { id: 'id-plum', name: 'plum' }
const HOOK = { url: 'https://plum.test.example.com/_pokopoko/hook', secret: 'secret-of-plum' }
const FINE = { owner: 'acme', permissions: NEEDED }
const STATUS = {
  commit: COMMIT,
  state: 'success' as const,
  context: 'pokopoko/plum',
  description: 'Deployed',
  url: 'https://plum.test.example.com',
}
const without = (name: keyof Permissions): PersonalToken => ({
  owner: 'acme',
  permissions: Object.fromEntries(Object.entries(NEEDED).filter(([other]) => other !== name)),
})

describe('the code host with a personal token', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub()
  })
  afterEach(() => bench.close())
  const as = (token: PersonalToken) => {
    bench.github.state.personalTokens.set('a-token', token)
    return bench.another({ auth: { token: 'a-token' } })
  }
  const rejectsNaming = async (promise: Promise<unknown>, reason: string, said: RegExp) => {
    await rejectsWithReason(promise, reason)
    await assert.rejects(promise, said)
  }

  for (const [kind, token] of [
    ['classic', CLASSIC],
    ['fine-grained', FINE],
  ] as const) {
    it(`does everything that an App does, with a ${kind} one`, async () => {
      const codeHost = as(token)
      assert.equal((await codeHost.repositories('')).length, 3)
      assert.deepEqual(await codeHost.teams('web'), ['web-team'])
      assert.equal(await codeHost.exists('acme/website', 'main'), 'yes')
      assert.equal((await codeHost.members('acme/website', 'web-team')).length, 2)
      assert.equal(await codeHost.canRead('acme/website', 'aki'), true)
      assert.deepEqual(await codeHost.members('acme/website', 'design'), [], 'who have no access')
      await grantBoth(codeHost, PLUM, 'acme/website', HOOK)
      assert.equal((await codeHost.listAccess([])).length, 1)
      await codeHost.setStatus('acme/website', STATUS)
      await codeHost.comment('acme/website', 7, 'Ready')
      await codeHost.revoke(PLUM, 'acme/website')
      assert.deepEqual(await codeHost.listAccess(['acme/website']), [])
    })
  }

  it('names the permission that a fine-grained one has not', async () => {
    const grant = (token: PersonalToken) => grantBoth(as(token), PLUM, 'acme/website', HOOK)
    await rejectsNaming(grant(without('administration')), 'repository-forbidden', /\(it takes administration=read\)/)
    await rejectsNaming(
      grant(without('repository_hooks')),
      'repository-forbidden',
      /\(it takes repository_hooks=read\)/,
    )
    const reading = { owner: 'acme', permissions: { ...NEEDED, administration: 'read' as const } }
    await rejectsNaming(grant(reading), 'repository-forbidden', /\(it takes administration=write\)/)
    await rejectsNaming(as(without('members')).teams(''), 'code-host-denied', /\(it takes members=read\)/)
    const members = as(without('members')).members('acme/website', 'web-team')
    await rejectsNaming(members, 'code-host-denied', /\(it takes members=read/)
    await rejectsWithReason(as(without('contents')).exists('acme/website', 'main'), 'repository-forbidden')
  })

  it('sees nothing of what a fine-grained one is not for', async () => {
    const foreign = as({ ...FINE, owner: PERSON.login })
    assert.deepEqual(await foreign.repositories(''), [])
    assert.equal(await foreign.exists('acme/website', 'main'), 'no-repository')
    await rejectsWithReason(foreign.members('acme/website', 'web-team'), 'code-host-denied')
    const selected = as({ ...FINE, repositories: ['Acme/Thing'] })
    assert.deepEqual(await selected.repositories(''), ['acme/thing'])
    await rejectsWithReason(grantBoth(selected, PLUM, 'acme/website', HOOK), 'repository-missing')
  })

  it('locks nobody out with a classic one that may not look at teams', async () => {
    const codeHost = as({ scopes: ['repo'] })
    await rejectsNaming(
      codeHost.members('acme/website', 'web-team'),
      'code-host-denied',
      /\(it takes the scope read:org\)/,
    )
    await rejectsNaming(codeHost.teams(''), 'code-host-denied', /\(it takes the scope read:org\)/)
  })

  it('sees no repositories with a classic one without the scope for them', async () => {
    const codeHost = as({ scopes: ['read:org'] })
    assert.deepEqual(await codeHost.repositories(''), [])
    await rejectsWithReason(grantBoth(codeHost, PLUM, 'acme/website', HOOK), 'repository-missing')
  })

  describe('of somebody who is no owner of the organization', () => {
    beforeEach(() => {
      const { state } = bench.github
      state.owners.splice(0)
      state.teams[0]?.logins.push(PERSON.login)
    })

    it('says that it has no say, where it may only write', async () => {
      for (const token of [CLASSIC, FINE]) {
        await rejectsNaming(grantBoth(as(token), PLUM, 'acme/website', HOOK), 'repository-forbidden', /with 404$/)
      }
      assert.equal((await as(CLASSIC).members('acme/website', 'web-team')).length, 3)
      await as(CLASSIC).revoke(PLUM, 'acme/website')
    })

    it('offers no repositories of which it is no admin', async () => {
      assert.deepEqual(await as(CLASSIC).repositories(''), [])
      bench.github.state.owners.push(PERSON.login.toUpperCase())
      assert.equal((await bench.another({ auth: { token: 'a-token' } }).repositories('')).length, 3)
    })

    it('says that it may not see who has access, where it may only read', async () => {
      bench.github.state.basePermission = 'read'
      const asked = as(CLASSIC).members('acme/thing', 'web-team')
      await rejectsWithReason(asked, 'repository-forbidden')
      await rejectsWithReason(as(CLASSIC).setStatus('acme/thing', STATUS), 'repository-forbidden')
    })
  })

  it('says that it is denied where its owner has left the organization', async () => {
    bench.github.state.owners.splice(0)
    const website = findRepository(bench.github.state, 'acme/website')
    website?.collaborators.push(PERSON.login)
    await rejectsWithReason(as(CLASSIC).members('acme/website', 'web-team'), 'code-host-denied')
  })
})
