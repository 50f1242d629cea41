import assert from 'node:assert/strict'
import { codeHostContract, TELLING, withoutSite } from '../contracts/code-host.ts'
import { fullNameOf } from '../support/github/state.ts'
import { aGithub, COMMIT } from './a-github.ts'

codeHostContract('GitHub', async () => {
  const { codeHost, github, close } = await aGithub()
  const [, shop, thing] = github.state.repositories
  assert.ok(shop && thing)
  for (const [path, text] of Object.entries(TELLING)) thing.files.set(path, text)
  for (let index = 0; index < 30; index++) shop.files.set(`${index}.html`, String(index))
  const first = github.state.repositories.find(({ name }) => name === 'website')
  let commits = 0
  const nextCommit = () => (commits += 1).toString(16).padStart(40, 'a')
  return {
    codeHost,
    push: async (branch) => {
      const commit = nextCommit()
      first?.heads.set(branch, commit)
      return commit
    },
    tag: async (name) => void first?.tags.set(name, nextCommit()),
    repositories: { first: 'acme/website', second: 'acme/website-shop', query: 'website' },
    branches: ['main', 'feature/spring'],
    telling: fullNameOf(thing),
    unlisted: fullNameOf(shop),
    commit: COMMIT,
    pullRequest: 7,
    comments: async () =>
      github.state.repositories.flatMap(({ comments }) =>
        comments.map(({ body }) => body.replace(/\n\n<!--.*-->$/, '')),
      ),
    team: { slug: 'web-team', logins: ['aki', 'Bo'] },
    hookUrl: (name) => `https://${name}.test.example.com/_pokopoko/hook`,
    registered: async () => ({
      webhooks: github.state.repositories.flatMap((repository) =>
        repository.hooks.map(({ id, url }) => ({
          id: String(id),
          repository: fullNameOf(repository),
          url: withoutSite(url),
        })),
      ),
      deployKeys: github.state.repositories.flatMap((repository) =>
        repository.deployKeys.map(({ id }) => ({ id: String(id), repository: fullNameOf(repository) })),
      ),
    }),
    statuses: async () =>
      github.state.repositories.flatMap((repository) => {
        const latest = new Map(repository.statuses.map((status) => [`${status.sha} ${status.context}`, status]))
        return [...latest.values()].map(({ sha: commit, state, context, description, targetUrl: url }) => ({
          repository: fullNameOf(repository),
          commit,
          state: state === 'success' ? ('success' as const) : ('failure' as const),
          context,
          description,
          url,
        }))
      }),
    close,
  }
})
