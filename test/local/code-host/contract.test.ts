import { codeHostContract } from '../../contracts/code-host.ts'
import { makeCodeHost } from './harness.ts'

codeHostContract('local', async () => {
  const { codeHost, clean } = await makeCodeHost({ deliver: async () => 200 })
  return {
    codeHost,
    repositories: { first: 'acme/website', second: 'acme/shop', query: 'acme' },
    branches: ['main', 'feature/spring'],
    team: { slug: 'web-team', logins: ['aki', 'bo'] },
    hookUrl: (name) => `http://${name}.localhost:8080/_pokopoko/hook`,
    registered: async () => ({
      webhooks: codeHost.hooks().map(({ id, repository, url }) => ({ id, repository, url })),
      deployKeys: [],
    }),
    close: clean,
  }
})
