import { nearest } from '../../site/nearest.ts'
import { isSlackUser } from '../../site/slack-ids.ts'
import { type CommandName, commandWords } from '../../site/commands.ts'

export type Parsed = { command: CommandName; words: string[] } | { typed: string; nearest?: CommandName }

/** Reads the text after `/testsite`; an empty one means `create`. A misspelled command never runs: `nearest` is a suggestion. */
export function parseCommand(text: string): Parsed {
  const [first = 'create', ...words] = plainWords(text)
  const typed = first.toLowerCase()
  const command = commandWords.get(typed)
  if (command !== undefined) return { command, words }
  const meant = commandWords.get(nearest(typed, [...commandWords.keys()]) ?? '')
  return { typed: first, ...(meant !== undefined && { nearest: meant }) }
}

/** The id in an escaped mention, `<@U123|aki>`; undefined for anything else. */
export function mentionedUser(word: string | undefined): string | undefined {
  const id = /^<@(\w+)(?:\|[^>]*)?>$/.exec(word ?? '')?.[1]
  return id !== undefined && isSlackUser(id) ? id : undefined
}

/**
 * The words of a command, without the marks that Slack and people put around them: `<https://…|…>` becomes the address (Slack, "Slash
 * commands", "Escaping"), and words lose backticks, quotes, and bold. Mentions stay as Slack writes them.
 */
function plainWords(text: string): string[] {
  return text
    .replaceAll(/<(https?:[^<|>]*)(?:\|[^<>]*)?>/gu, '$1')
    .replaceAll(/<mailto:[^<|>]*\|([^<>]*)>/gu, '$1')
    .normalize('NFKC')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split(/\s+/u)
    .filter(Boolean)
    .map(bare)
}

/** Leaves a word alone that has nothing but such marks. */
function bare(word: string): string {
  const quoted = word.replace(/^[`'"“”‘’«„「『]+/u, '').replace(/(?<![`'"“”‘’»」』,、。])[`'"“”‘’»」』,、。]+$/u, '')
  const plain = withoutEmphasis(quoted)
    .replace(/^[`'"“”‘’「『]+/u, '')
    .replace(/(?<![`'"“”‘’」』,、。])[`'"“”‘’」』,、。]+$/u, '')
  return plain === '' ? word : plain
}

/** The marks of bold, italic, and struck text, where the end repeats the beginning's. */
function withoutEmphasis(word: string): string {
  const marks = /^[*_~]{1,9}/u.exec(word)?.[0] ?? ''
  for (let { length } = marks; length > 0; length -= 1) {
    if (word.length > 2 * length && word.endsWith(marks.slice(0, length))) return word.slice(length, -length)
  }
  return word
}
