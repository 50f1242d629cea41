import { failed, notFound } from '../answer.ts'
import { collaboratorPermission, collaborators, teamRepositories, teams } from '../needs.ts'
import { isMember, listPeople, membersOf, permissionsOf, roleAt } from '../people.ts'
import { type Ask, onRepository, type Route } from '../route.ts'
import { type FakeRepository, type FakeState, type FakeTeam, findRepository, isSame } from '../state.ts'
import { hasAccess, withChildren } from '../team-access.ts'

export const teamRoutes: Route[] = [
  {
    method: 'GET',
    path: '/orgs/:org/teams',
    needs: teams,
    answer: ({ state, params }) => {
      if (!isSame(params['org'] ?? '', state.org)) return notFound
      return { items: state.teams.map(({ slug }, index) => ({ id: index + 1, slug, name: slug, privacy: 'closed' })) }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug',
    needs: teams,
    answer: (ask) => {
      const team = teamOf(ask)
      if (team === undefined) return notFound
      const { slug } = team
      return { status: 200, body: { id: ask.state.teams.indexOf(team) + 1, slug, name: slug, privacy: 'closed' } }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug/members',
    needs: teams,
    answer: (ask) => {
      const team = teamOf(ask)
      if (team === undefined) return notFound
      const logins = withChildren(ask.state, team.slug).flatMap((one) => one.logins)
      return { items: listPeople(ask.state, logins) }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug/repos/:owner/:repo',
    needs: teamRepositories,
    answer: (ask) => {
      const team = teamOf(ask)
      const repository = findRepository(ask.state, `${ask.params['owner']}/${ask.params['repo']}`)
      const isGiven = team !== undefined && repository !== undefined && hasAccess(ask.state, team, repository)
      return isGiven ? { status: 204 } : notFound
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/collaborators',
    needs: collaborators,
    answer: onRepository((repository, { state, query }) => {
      const logins = affiliated(state, repository, query.get('affiliation') ?? 'all')
      const items = listPeople(state, logins).map((person) => {
        const role = roleAt(state, person.login, repository)
        return { ...person, permissions: permissionsOf(role), role_name: role }
      })
      return { items }
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/collaborators/:login/permission',
    needs: collaboratorPermission,
    answer: onRepository((repository, { state, params: { login = '' } }) => {
      const known = [...state.users.keys()].find((one) => isSame(one, login))
      if (known === undefined) return failed(404, `${login} is not a user`)
      const permission = roleAt(state, known, repository) ?? 'none'
      return { status: 200, body: { permission, role_name: permission, user: { login: known, type: 'User' } } }
    }),
  },
  {
    method: 'GET',
    path: '/users/:login/keys',
    answer: ({ state, params }) => {
      const [, keys] = [...state.users].find(([login]) => isSame(login, params['login'] ?? '')) ?? []
      return keys === undefined ? notFound : { items: keys.map((key, index) => ({ id: index + 1, key })) }
    },
  },
]

function teamOf({ state, params: { org = '', slug: wanted = '' } }: Ask): FakeTeam | undefined {
  return isSame(org, state.org) ? state.teams.find(({ slug }) => isSame(slug, wanted)) : undefined
}

/** `all` counts owners in, and whoever has access by a team or because everybody has. */
function affiliated(state: FakeState, repository: FakeRepository, affiliation: string): string[] {
  switch (affiliation) {
    case 'direct':
      return repository.collaborators
    case 'outside':
      return repository.collaborators.filter((login) => !isMember(state, login))
    default:
      return [...repository.collaborators, ...membersOf(state)].filter(
        (login) => roleAt(state, login, repository) !== undefined,
      )
  }
}
