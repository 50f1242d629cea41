/** Somebody else's text in a line on a terminal: nothing in it moves the cursor, colours, or passes for another line. */
export function plainLine(text: string, max = 200): string {
  const line = text
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
  const characters = [...line]
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`
}

/** The same for a log, whose lines stay lines. */
export function plainLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => plainLine(line, 1000))
    .join('\n')
    .trimEnd()
}
