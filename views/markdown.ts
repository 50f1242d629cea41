import { truncate } from './mrkdwn.ts'

/** A look-alike that ends no code. */
const BACKTICK = '\u02CB'

/**
 * Untrusted text in a comment on GitHub: one line of code, in which no mention, link, reference or HTML comes of
 * anything. '' for what has nothing to show.
 */
export function markdownCode(text: string, max = 100): string {
  const line = text
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('`', BACKTICK)
    .trim()
  return line === '' ? '' : `\`${truncate(line, max)}\``
}
