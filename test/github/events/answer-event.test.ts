import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import fc from 'fast-check'
import { createEventAnswerer } from '../../../src/github/events/answer-event.ts'
import { aSite } from '../../support/a-site.ts'
import { labelledPullRequest } from '../../support/github/labelled-pull-request.ts'

const SECRET = 'a secret of the App'
const ACME = { organization: { login: 'Acme' } }
const WEBSITE = { repository: { full_name: 'Acme/Website' } }
const users = { count: 1, logins: ['octo'], revision: 1, launch: 1 }
const SITES = [
  aSite({ name: 'plum', spec: { repository: 'acme/website', sshTeam: 'web' }, status: { users } }),
  aSite({ name: 'pear', spec: { repository: 'acme/shop', sshTeam: 'design' }, status: { users } }),
  aSite({ name: 'fig', spec: { repository: 'acme/website' } }),
  aSite({ name: 'lime', spec: { repository: 'acme/website', sshTeam: 'web', desired: 'asleep' } }),
]

const PULL_REQUEST = labelledPullRequest('Acme', 'Acme/Website', 'acme/website')

function anAnswerer(refuse: readonly string[] = []) {
  const refreshed: string[] = []
  const leavers: unknown[] = []
  const answer = createEventAnswerer({
    org: 'acme',
    secret: SECRET,
    sites: async () => SITES,
    followTeam: async (name, leaver) => {
      if (refuse.includes(name)) throw new Error(name)
      refreshed.push(name)
      leavers.push(leaver)
    },
    followPush: async ({ branch, commit }) => [`${branch} at ${commit}`],
    followPullRequest: async ({ repository, number, branch }) => {
      assert.ok(repository.length > 2 && Number.isSafeInteger(number) && branch !== '')
      refreshed.push(`#${number}`)
      return 'created'
    },
  })
  const deliver = async (event: string, payload: object) => {
    const body = JSON.stringify(payload)
    return answer({ event, body, signature: await sign(SECRET, body) })
  }
  return { answer, deliver, refreshed, leavers }
}

describe("the App's events", () => {
  const cases: [string, string, object, string[]][] = [
    ['somebody joins or leaves a team', 'membership', { ...ACME, team: { slug: 'web', parent: null } }, ['plum']],
    ['a child team changes', 'membership', { ...ACME, team: { slug: 'x', parent: { slug: 'y' } } }, ['plum', 'pear']],
    ['the team is gone', 'membership', { ...ACME, team: { deleted: true } }, ['plum', 'pear']],
    ['a team is deleted', 'team', { ...ACME, action: 'deleted', team: { slug: 'design' } }, ['pear']],
    ['a team loses a repository', 'team', { ...ACME, ...WEBSITE, team: { slug: 'other' } }, ['plum']],
    ['a collaborator leaves', 'member', { ...ACME, ...WEBSITE, action: 'removed' }, ['plum']],
    ['somebody leaves the organization', 'organization', { ...ACME, action: 'member_removed' }, ['plum', 'pear']],
  ]
  for (const [what, event, payload, names] of cases) {
    it(`have the teams looked at that it concerns, when ${what}`, async () => {
      const { deliver, refreshed } = anAnswerer()
      assert.deepEqual(await deliver(event, payload), { status: 202, refreshed: names })
      assert.deepEqual(refreshed, names)
    })
  }

  it('know a team whatever the case that somebody has written it in', async () => {
    const { deliver } = anAnswerer()
    const payload = { ...ACME, team: { slug: 'Design', parent: null } }
    assert.deepEqual((await deliver('membership', payload)).refreshed, ['pear'])
  })

  it('do nothing where they are not about people, or of another organization', async () => {
    const { deliver, refreshed } = anAnswerer()
    assert.equal((await deliver('issues', { ...ACME, ...WEBSITE })).status, 204)
    assert.equal((await deliver('organization', { organization: { login: 'other' } })).status, 204)
    assert.equal((await deliver('membership', ACME)).status, 400)
    assert.deepEqual(refreshed, [])
  })

  describe('of a push', () => {
    const push = { ref: 'refs/heads/feature/spring', before: '0'.repeat(40), after: 'a'.repeat(40), deleted: false }
    const pushed = async (change: object) => anAnswerer().deliver('push', { ...push, ...WEBSITE, ...change })

    it('tell which commit a branch has, wherever the repository belongs', async () => {
      const told = { status: 202, refreshed: [], pushed: [`feature/spring at ${'a'.repeat(40)}`] }
      assert.deepEqual(await pushed({}), told)
      assert.deepEqual(await pushed(ACME), told)
    })

    it('tell nothing of tags and of branches that are gone', async () => {
      assert.equal((await pushed({ ref: 'refs/tags/v1' })).status, 204)
      assert.equal((await pushed({ deleted: true, after: '0'.repeat(40) })).status, 204)
    })

    it('are refused where GitHub cannot have sent them', async () => {
      for (const after of [undefined, '', 'main', 'A'.repeat(40), 'a'.repeat(41)])
        assert.equal((await pushed({ after })).status, 400)
    })
  })

  it('do nothing without a valid signature', async () => {
    const { answer, refreshed } = anAnswerer()
    const body = JSON.stringify(ACME)
    const valid = await sign(SECRET, body)
    for (const signature of [
      undefined,
      '',
      'sha256=',
      valid.slice(0, -1),
      valid.toUpperCase(),
      await sign('x', body),
    ]) {
      assert.equal((await answer({ event: 'organization', body, signature })).status, 401)
    }
    assert.equal((await answer({ event: 'organization', body: `${body} `, signature: valid })).status, 401)
    assert.deepEqual(refreshed, [])
    assert.equal((await answer({ event: 'organization', body, signature: valid })).status, 202)
  })

  it('are refused altogether without a secret', async () => {
    const none = { sites: async () => [], followTeam: async () => {}, followPush: async () => [] }
    const answer = createEventAnswerer({ org: 'acme', secret: '', ...none })
    await assert.rejects(answer({ event: 'organization', body: '{}', signature: 'sha256=' }))
  })

  const team = { slug: 'web', parent: null }
  const octo = { login: 'Octo' }
  const leaving: [string, string, object, object | undefined][] = [
    ['left a team', 'membership', { ...ACME, action: 'removed', team, member: octo }, { login: 'Octo', sites: 1 }],
    [
      'left a repository',
      'member',
      { ...ACME, ...WEBSITE, action: 'removed', member: octo },
      { login: 'Octo', sites: 1 },
    ],
    [
      'left altogether',
      'organization',
      { ...ACME, action: 'member_removed', membership: { user: octo } },
      { login: 'Octo', sites: 2 },
    ],
    ['came', 'membership', { ...ACME, action: 'added', team, member: octo }, undefined],
    ['is a ghost', 'membership', { ...ACME, action: 'removed', team, member: null }, undefined],
  ]
  for (const [what, event, payload, leaver] of leaving) {
    it(`say who has left, and how many sites, when somebody ${what}`, async () => {
      const { deliver, leavers, refreshed } = anAnswerer()
      assert.equal((await deliver(event, payload)).status, 202)
      assert.deepEqual(
        leavers,
        refreshed.map(() => leaver),
      )
    })
  }

  it('reach every site that they can, and fail then', async () => {
    const { deliver, refreshed } = anAnswerer(['plum'])
    await assert.rejects(deliver('organization', ACME), AggregateError)
    assert.deepEqual(refreshed, ['pear'])
  })

  it('never crash it, and never act without a valid signature, in 10,000 deliveries', async () => {
    const { answer, refreshed } = anAnswerer()
    const name = fc.constantFrom(
      'membership',
      'team',
      'member',
      'organization',
      'pull_request',
      'push',
      'constructor',
      '',
    )
    const part = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(PULL_REQUEST, ...cases.map(([, , payload]) => payload)),
    )
    const key = fc.constantFrom(
      'organization',
      'team',
      'repository',
      'action',
      'event',
      'pull_request',
      'label',
      'sender',
      '__proto__',
    )
    const field = fc.constantFrom('number', 'state', 'labels', 'updated_at', 'head')
    const bent = fc.tuple(field, fc.jsonValue()).map(([changed, value]) => ({
      ...PULL_REQUEST,
      pull_request: { ...PULL_REQUEST.pull_request, [changed]: value },
    }))
    const payload = fc.oneof(part, fc.dictionary(key, part), bent)
    const body = fc.oneof(
      fc.string(),
      payload.map((value) => JSON.stringify(value) ?? ''),
    )
    const delivery = fc.record({
      event: fc.option(name, { nil: undefined }),
      body,
      isSigned: fc.boolean(),
      junk: fc.string(),
    })
    const counts = { signed: 0, acted: 0, pullRequests: 0 }
    await fc.assert(
      fc.asyncProperty(delivery, async ({ event, body: text, isSigned, junk }) => {
        refreshed.splice(0)
        const signature = isSigned && text !== '' ? await sign(SECRET, text) : junk
        const { status } = await answer({ event, body: text, signature })
        if (signature === junk) assert.deepEqual([status, refreshed], [401, []])
        else counts.signed += 1
        counts.acted += refreshed.length
        if (refreshed.includes('#7')) counts.pullRequests += 1
      }),
      { numRuns: 10_000, seed: 5 },
    )
    assert.ok(counts.signed > 1000 && counts.acted > 100 && counts.pullRequests > 5, 'the payloads were worth it')
  })
})
