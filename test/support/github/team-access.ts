import { type FakeRepository, type FakeState, type FakeTeam, fullNameOf, isSame } from './state.ts'

/** The team and all below it. */
export function withChildren({ teams }: FakeState, slug: string): FakeTeam[] {
  return teams.filter((team) => ancestry(teams, team).some((one) => isSame(one.slug, slug)))
}

/** The team and all above it, whose access it inherits. */
function ancestry(teams: readonly FakeTeam[], team: FakeTeam): FakeTeam[] {
  const parent = teams.find(({ slug }) => team.parent !== undefined && isSame(slug, team.parent))
  return parent === undefined ? [team] : [team, ...ancestry(teams, parent)]
}

export function hasAccess(state: FakeState, team: FakeTeam, repository: FakeRepository): boolean {
  return ancestry(state.teams, team).some(({ repositories }) =>
    repositories.some((fullName) => isSame(fullName, fullNameOf(repository))),
  )
}
