import { failed, notFound } from '../answer.ts'
import { onRepository, type Route } from '../route.ts'
import { type FakeRepository, fullNameOf } from '../state.ts'

const metadata = { permission: 'metadata', level: 'read' } as const

export const repositoryRoutes: Route[] = [
  {
    method: 'GET',
    path: '/installation/repositories',
    needs: metadata,
    answer: ({ state, caller }) => {
      if (caller.kind !== 'installation') return failed(403, 'You must authenticate with an installation access token')
      const wrap = (repositories: readonly unknown[]) => ({
        total_count: state.repositories.length,
        repository_selection: 'all',
        repositories,
      })
      return { items: state.repositories.map(shown), wrap }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/repos',
    needs: metadata,
    answer: ({ state, params }) => {
      if (params['org'] !== state.org) return notFound
      return { items: state.repositories.filter(({ owner }) => owner === state.org).map(shown) }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo',
    needs: metadata,
    answer: onRepository((repository) => ({ status: 200, body: shown(repository) })),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/branches',
    needs: { permission: 'contents', level: 'read' },
    answer: onRepository(({ branches }) => ({
      items: branches.toSorted().map((name) => ({ name, commit: { sha: '0'.repeat(40), url: '' }, protected: false })),
    })),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/ref/:ref+',
    needs: { permission: 'contents', level: 'read' },
    answer: onRepository(({ branches }, { params }) => {
      if (branches.length === 0) return failed(409, 'Git Repository is empty.')
      const name = /^heads\/(.+)$/.exec(params['ref'] ?? '')?.[1]
      if (name === undefined || !branches.includes(name)) return notFound
      const object = { sha: '0'.repeat(40), type: 'commit', url: '' }
      return { status: 200, body: { ref: `refs/heads/${name}`, node_id: '', url: '', object } }
    }),
  },
]

function shown(repository: FakeRepository) {
  const fullName = fullNameOf(repository)
  return {
    id: repository.id,
    name: repository.name,
    full_name: fullName,
    owner: { login: repository.owner, type: 'Organization' },
    private: true,
    archived: repository.archived,
    disabled: false,
    default_branch: repository.defaultBranch,
    pushed_at: repository.pushedAt,
    clone_url: `https://github.com/${fullName}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
  }
}
