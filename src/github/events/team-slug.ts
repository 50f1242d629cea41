/**
 * The slug that GitHub makes of a team's name: "My TEam Näme" is `my-team-name` ("Get a team by name"). An event tells of the name that a
 * team had, and of the slug that it has.
 */
export function teamSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '')
}
