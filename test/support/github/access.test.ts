import assert from 'node:assert/strict'
import * as z from 'zod'
import { CLASSIC, PERSON, type PersonalToken } from './personal-token.ts'
import { startFakeGithub, type StartedGithub } from './start.ts'
import { NEEDED } from './permissions.ts'

const people = z.array(z.object({ login: z.string(), role_name: z.string().optional() }))

describe('who may do what at the fake GitHub', () => {
  let started: StartedGithub
  beforeEach(async () => {
    started = await startFakeGithub({
      org: 'acme',
      owners: ['Ann', PERSON.login],
      repositories: [{ name: 'acme/Website', collaborators: ['OUT', 'aki'] }, { name: 'other/thing' }],
      teams: [
        { slug: 'web', logins: ['aki'], repositories: ['ACME/website'] },
        { slug: 'child', parent: 'web', logins: ['bo'], repositories: [] },
        { slug: 'far', logins: ['cy'], repositories: [] },
      ],
      users: { out: ['ssh-ed25519 AAAA'] },
      personalTokens: {
        classic: CLASSIC,
        repo: { scopes: ['repo'] },
        org: { scopes: ['read:org'] },
        fine: { owner: 'acme', permissions: NEEDED },
        bare: { owner: 'ACME', permissions: {} },
        foreign: { owner: 'other', permissions: NEEDED },
      } satisfies Record<string, PersonalToken>,
    })
  })
  afterEach(() => started.close())
  const ask = (path: string, token = 'classic', method = 'GET') =>
    fetch(`${started.url}${path}`, { method, headers: { authorization: `token ${token}` } })

  const COLLABORATORS = '/repos/acme/website/collaborators'
  const HOOKS = '/repos/acme/website/hooks'
  const cases: [string, string, number, string?][] = [
    ['repo', '/repos/acme/website', 200],
    ['org', '/repos/acme/website', 404],
    ['org', '/orgs/acme/teams', 200],
    ['repo', '/orgs/acme/teams', 403, 'Must have admin rights to Repository.'],
    ['repo', '/orgs/acme/teams/web/members', 404],
    ['repo', COLLABORATORS, 403, 'Must have push access to view repository collaborators.'],
    ['fine', COLLABORATORS, 200],
    ['bare', '/repos/acme/website', 200],
    ['bare', COLLABORATORS, 200],
    ['bare', HOOKS, 403, 'Resource not accessible by personal access token'],
    ['bare', '/orgs/acme/teams', 403, 'Resource not accessible by personal access token'],
    ['foreign', '/repos/acme/website', 404],
    ['foreign', '/orgs/acme/teams', 403, 'Resource not accessible by personal access token'],
    ['classic', '/repos/other/thing', 404],
    ['classic', '/users/OUT/keys', 200],
  ]
  for (const [token, path, status, message] of cases) {
    it(`answers ${path} with ${status} to a token that is ${token}`, async () => {
      const answer = await ask(path, token)
      assert.equal(answer.status, status)
      if (message !== undefined)
        assert.equal(z.object({ message: z.string() }).parse(await answer.json()).message, message)
    })
  }

  it('says beside each answer what would do', async () => {
    const headersOf = async (path: string, token: string) => {
      const { headers } = await ask(path, token)
      return ['x-oauth-scopes', 'x-accepted-oauth-scopes', 'x-accepted-github-permissions'].map((name) =>
        headers.get(name),
      )
    }
    assert.deepEqual(await headersOf('/orgs/acme/teams', 'repo'), ['repo', 'read:org', null])
    assert.deepEqual(await headersOf('/repos/acme/website', 'classic'), ['repo, read:org', 'repo', null])
    const comments = '/repos/acme/website/issues/1/comments'
    assert.deepEqual(await headersOf(comments, 'bare'), [null, null, 'issues=read; pull_requests=read'])
    assert.deepEqual(await headersOf('/orgs/acme/teams/web/repos/acme/website', 'fine'), [
      null,
      null,
      'members=read,metadata=read',
    ])
  })

  it('answers with its own case, whatever the case that is asked in', async () => {
    const repository = z.object({ full_name: z.string() }).parse(await (await ask('/repos/ACME/WEBSITE')).json())
    assert.equal(repository.full_name, 'acme/Website')
    const members = people.parse(await (await ask('/orgs/Acme/teams/WEB/members')).json())
    assert.deepEqual(
      members.map(({ login }) => login),
      ['aki', 'bo'],
    )
    assert.equal((await ask('/orgs/ACME/teams/Child/repos/Acme/webSite')).status, 204)
  })

  it('counts owners, members of child teams, and all of the organization where everybody may read, among collaborators', async () => {
    const list = async (query = '') => {
      const listed = people.parse(await (await ask(`${COLLABORATORS}${query}`)).json())
      return listed.map(({ login, role_name: role }) => `${login} ${role}`)
    }
    const writers = ['aki write', 'bo write']
    const owners = ['Ann admin', `${PERSON.login} admin`]
    assert.deepEqual((await list()).toSorted(), [...owners, ...writers, 'out write'].toSorted())
    assert.deepEqual(await list('?affiliation=direct'), ['aki write', 'out write'])
    assert.deepEqual(await list('?affiliation=outside'), ['out write'])
    started.github.state.basePermission = 'read'
    assert.ok((await list()).includes('cy read'))
  })

  it('keeps keys and webhooks from everybody but admins', async () => {
    const { owners, teams } = started.github.state
    owners.splice(0)
    assert.equal((await ask('/repos/acme/website')).status, 404, 'no member')
    teams[0]?.logins.push(PERSON.login)
    assert.equal((await ask(COLLABORATORS)).status, 200)
    for (const path of [HOOKS, '/repos/acme/website/keys']) assert.equal((await ask(path)).status, 404)
  })
})
