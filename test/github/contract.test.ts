import { codeHostContract } from '../contracts/code-host.ts'
import { fullNameOf } from '../support/github/state.ts'
import { aGithub } from './a-github.ts'

codeHostContract('GitHub', async () => {
  const { codeHost, github, close } = await aGithub()
  return {
    codeHost,
    repositories: { first: 'acme/website', second: 'acme/website-shop', query: 'website' },
    branches: ['main', 'feature/spring'],
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
    close,
  }
})

/** The URL that was asked for: the code host adds the site's id. */
function withoutSite(url: string): string {
  const plain = new URL(url)
  plain.searchParams.delete('site')
  return plain.href
}
