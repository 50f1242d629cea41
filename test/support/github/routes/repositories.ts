import { failed, notFound } from '../answer.ts'
import { canSee } from '../authorize.ts'
import { contents, metadata } from '../needs.ts'
import { permissionsOf, roleAt } from '../people.ts'
import { type Ask, onRepository, type Route } from '../route.ts'
import { PERSON } from '../personal-token.ts'
import { type FakeRepository, fullNameOf, headOf, isSame } from '../state.ts'

export const repositoryRoutes: Route[] = [
  {
    method: 'GET',
    path: '/installation/repositories',
    needs: metadata,
    answer: (ask) => {
      if (ask.caller.kind !== 'installation')
        return failed(403, 'You must authenticate with an installation access token')
      const items = visible(ask)
      const wrap = (repositories: readonly unknown[]) => ({
        total_count: items.length,
        repository_selection: 'all',
        repositories,
      })
      return { items, wrap }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/repos',
    needs: metadata,
    answer: (ask) => (isSame(ask.params['org'] ?? '', ask.state.org) ? { items: visible(ask) } : notFound),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo',
    needs: metadata,
    answer: onRepository((repository, ask) => ({ status: 200, body: shown(repository, ask) })),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/branches',
    needs: contents,
    answer: onRepository((repository) => ({
      items: repository.branches
        .toSorted()
        .map((name) => ({ name, commit: { sha: headOf(repository, name), url: '' }, protected: false })),
    })),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/ref/:ref+',
    needs: contents,
    answer: onRepository((repository, { params }) => {
      if (repository.branches.length === 0) return failed(409, 'Git Repository is empty.')
      const name = /^heads\/(.+)$/.exec(params['ref'] ?? '')?.[1]
      const sha = name === undefined ? undefined : headOf(repository, name)
      if (sha === undefined) return notFound
      const object = { sha, type: 'commit', url: '' }
      return { status: 200, body: { ref: `refs/heads/${name}`, node_id: '', url: '', object } }
    }),
  },
]

function visible(ask: Ask) {
  const { state, caller } = ask
  const ours = state.repositories.filter(({ owner }) => isSame(owner, state.org))
  return ours.filter((repository) => canSee(state, caller, repository)).map((repository) => shown(repository, ask))
}

function shown(repository: FakeRepository, { state, caller }: Ask) {
  const fullName = fullNameOf(repository)
  return {
    id: repository.id,
    name: repository.name,
    full_name: fullName,
    owner: { login: repository.owner, type: 'Organization' },
    private: !repository.isPublic,
    archived: repository.archived,
    disabled: false,
    default_branch: repository.defaultBranch,
    pushed_at: repository.pushedAt,
    // An installation is nobody who has a role.
    permissions: permissionsOf(caller.kind === 'person' ? roleAt(state, PERSON.login, repository) : undefined),
    clone_url: `https://github.com/${fullName}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
  }
}
