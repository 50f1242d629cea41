import { codeHostContract } from '../../contracts/code-host.ts'
import { makeCodeHost } from './harness.ts'

codeHostContract('local', async () => {
  const { codeHost, clean, clone } = await makeCodeHost({ deliver: async () => 200 })
  const commit = await (await clone('acme/website')).git('rev-parse', 'HEAD')
  return {
    codeHost,
    repositories: { first: 'acme/website', second: 'acme/shop', query: 'acme' },
    branches: ['main', 'feature/spring'],
    commit,
    comments: async () => [],
    team: { slug: 'web-team', logins: ['aki', 'bo'] },
    hookUrl: (name) => `http://${name}.localhost:8080/_pokopoko/hook`,
    registered: async () => ({
      webhooks: codeHost.hooks().map(({ id, repository, url }) => ({ id, repository, url })),
      deployKeys: [],
    }),
    statuses: async () => [...codeHost.statuses()],
    close: clean,
  }
})
