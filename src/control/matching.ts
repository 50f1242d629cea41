/** What the port allows in one answer. */
export const MAX_RESULTS = 100

/** Those that contain the query, whatever their case; beginnings come first, else the order stays. */
export function matching(names: readonly string[], query: string): string[] {
  const wanted = query.toLowerCase()
  const found = names.filter((name) => name.toLowerCase().includes(wanted))
  const begins = (name: string) => name.split('/').some((part) => part.toLowerCase().startsWith(wanted))
  return [...found.filter(begins), ...found.filter((name) => !begins(name))].slice(0, MAX_RESULTS)
}
