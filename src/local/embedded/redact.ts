const LINES = 20
const LINE_LENGTH = 300

/** The last lines of a log, for people: without the secrets given, credentials in addresses, and control characters. */
export function redact(log: string, secrets: readonly (string | undefined)[]): string {
  let text = log
  for (const secret of secrets) if (secret !== undefined && secret !== '') text = text.replaceAll(secret, '***')
  return text
    .replace(/(\w+:\/\/)[^\s/@]*@/g, '$1***@')
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replace(/\p{Cc}+/gu, ' ')
        .trimEnd()
        .slice(0, LINE_LENGTH),
    )
    .filter((line) => line !== '')
    .slice(-LINES)
    .join('\n')
}
