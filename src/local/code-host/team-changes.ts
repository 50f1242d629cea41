import type { Teams } from './teams.ts'

export interface TeamChange {
  action: 'added' | 'removed'
  /** The team's slug. */
  team: string
  login: string
}

/** Who came into a team, and who left it. */
export function teamChanges(before: Teams, after: Teams): TeamChange[] {
  const slugs = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...slugs].flatMap((team) => {
    const then = loginsOf(before, team)
    const now = loginsOf(after, team)
    const added = now.filter((login) => !then.includes(login))
    const removed = then.filter((login) => !now.includes(login))
    return [
      ...removed.map((login) => ({ action: 'removed' as const, team, login })),
      ...added.map((login) => ({ action: 'added' as const, team, login })),
    ]
  })
}

function loginsOf(teams: Teams, slug: string): string[] {
  return (teams[slug] ?? []).map(({ login }) => login)
}
