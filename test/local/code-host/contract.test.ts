import { codeHostContract } from '../../contracts/code-host.ts'
import { makeCodeHost } from './harness.ts'

codeHostContract('local', async () => {
  const { codeHost, clean, clone } = await makeCodeHost({ deliver: async () => 200 })
  const work = await clone('acme/website')
  const commit = await work.git('rev-parse', 'HEAD')
  let pushes = 0
  return {
    codeHost,
    push: async (branch) => {
      const made = await work.commit({ 'public/page.html': String((pushes += 1)) })
      await work.git('push', '--quiet', '--force', 'origin', `HEAD:refs/heads/${branch}`)
      return made
    },
    tag: async (name) => {
      await work.git('push', '--quiet', 'origin', `${commit}:refs/tags/${name}`)
    },
    repositories: { first: 'acme/website', second: 'acme/shop', query: 'acme' },
    branches: ['main', 'feature/spring'],
    commit,
    comments: async () => [],
    team: { slug: 'web-team', logins: ['aki', 'bo'] },
    hookUrl: (name) => `http://${name}.localhost:8080/_pokopoko/hook`,
    registered: async () => ({
      webhooks: codeHost.webhooks().map(({ id, repository, url }) => ({ id, repository, url })),
      deployKeys: [],
    }),
    statuses: async () => [...codeHost.statuses()],
    close: clean,
  }
})
