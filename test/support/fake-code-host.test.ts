import assert from 'node:assert/strict'
import { codeHostContract, TELLING } from '../contracts/code-host.ts'
import { createFakeCodeHost } from './fake-code-host.ts'
import { rejectsWithReason } from './rejects.ts'

const REPOSITORIES = { 'acme/website': ['main', 'spring'], 'acme/shop': ['main'], 'other/thing': ['main'] }

const COMMIT = 'a'.repeat(40)

codeHostContract('fake', async () => {
  const member = { login: 'aki', user: 'aki', publicKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 aki'] }
  const fake = createFakeCodeHost({
    repositories: REPOSITORIES,
    commits: [COMMIT],
    files: { 'other/thing#main': TELLING },
    pullRequests: [7],
    teams: { 'web-team': [member] },
  })
  fake.setReaders('acme/website', ['aki'])
  const { codeHost, registered } = fake
  let commits = 0
  return {
    codeHost,
    push: async (branch) => {
      const commit = (commits += 1).toString(16).padStart(40, 'a')
      fake.push('acme/website', branch, commit)
      return commit
    },
    // It has branches only.
    tag: async () => {},
    repositories: { first: 'acme/website', second: 'acme/shop', query: 'acme' },
    branches: ['main', 'spring'],
    telling: 'other/thing',
    unlisted: 'acme/shop',
    commit: COMMIT,
    pullRequest: 7,
    comments: async () => fake.comments().map(({ body }) => body),
    team: { slug: 'web-team', logins: ['aki'] },
    hookUrl: (name) => `https://${name}.example/hook`,
    registered: async () => ({
      webhooks: registered().flatMap(({ webhook, repository }) =>
        webhook === undefined ? [] : [{ id: webhook.id, repository, url: webhook.url }],
      ),
      deployKeys: registered().flatMap(({ deployKeyId: id, repository }) =>
        id === undefined ? [] : [{ id, repository }],
      ),
    }),
    statuses: async () => [
      ...new Map(fake.statuses().map((status) => [`${status.commit} ${status.context}`, status])).values(),
    ],
    close: async () => {},
  }
})

describe('createFakeCodeHost', () => {
  it('forgets what was registered at a repository that goes', async () => {
    const { codeHost, registered, removeRepository } = createFakeCodeHost({ repositories: REPOSITORIES })
    const grant = () =>
      codeHost.grant({ id: 'site-1', name: 'plum' }, 'acme/shop', { url: 'https://plum.example/hook', secret: 'a' })
    await grant()
    removeRepository('acme/shop')
    assert.deepEqual(registered(), [])
    await rejectsWithReason(grant(), 'repository-missing')
  })
})
