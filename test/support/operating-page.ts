export const operatingPage = new URL('../../docs/operating.md', import.meta.url)

const LIFE = /(<!-- life -->\n+```json\n).*?(```)/s

/** With these lines as the log of a whole life. */
export function withLife(page: string, lines: readonly string[]): string {
  if (!LIFE.test(page)) throw new Error('The page has no place for the log of a life')
  return page.replace(LIFE, (_, head: string, end: string) => `${head}${lines.join('\n')}\n${end}`)
}

/** For CloudWatch Logs Insights. */
export function queriesIn(page: string): string[] {
  return [...page.matchAll(/```logs-insights\n(.*?)```/gs)].map(([, query = '']) => query.trim())
}
