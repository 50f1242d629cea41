import { notFound } from '../answer.ts'
import { type Ask, onRepository, type Route } from '../route.ts'
import { type FakeTeam, findRepository, hasAccess, withChildren } from '../state.ts'

const members = { permission: 'members', level: 'read' } as const

export const teamRoutes: Route[] = [
  {
    method: 'GET',
    path: '/orgs/:org/teams',
    needs: members,
    answer: ({ state, params }) => {
      if (params['org'] !== state.org) return notFound
      return { items: state.teams.map(({ slug }, index) => ({ id: index + 1, slug, name: slug, privacy: 'closed' })) }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug/members',
    needs: members,
    answer: (ask) => {
      const team = teamOf(ask)
      if (team === undefined) return notFound
      const logins = withChildren(ask.state, team.slug).flatMap((one) => one.logins)
      return { items: people(logins) }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug/repos/:owner/:repo',
    needs: members,
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
    needs: { permission: 'metadata', level: 'read' },
    answer: onRepository((repository, { state }) => {
      const teams = state.teams.filter((team) => hasAccess(state, team, repository))
      return { items: people([...repository.collaborators, ...teams.flatMap(({ logins }) => logins)]) }
    }),
  },
  {
    method: 'GET',
    path: '/users/:login/keys',
    answer: ({ state, params }) => {
      const keys = state.users.get(params['login'] ?? '')
      return keys === undefined ? notFound : { items: keys.map((key, index) => ({ id: index + 1, key })) }
    },
  },
]

function teamOf({ state, params }: Ask): FakeTeam | undefined {
  return params['org'] === state.org ? state.teams.find(({ slug }) => slug === params['slug']) : undefined
}

function people(logins: string[]) {
  return [...new Set(logins)].toSorted().map((login, index) => ({ id: index + 1, login, type: 'User' }))
}
