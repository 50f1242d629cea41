import { redact } from '../../redact.ts'

const LINES = 20
const LINE_LENGTH = 300

/** The last lines of a log, for people: without the secrets given, what looks like one, and control characters. */
export function redactedTail(log: string, secrets: readonly (string | undefined)[]): string {
  const lines = redact(log.replaceAll('\r', '\n'), secrets).split('\n')
  return lines
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
