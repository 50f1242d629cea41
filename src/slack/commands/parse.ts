import { closest, distance } from 'fastest-levenshtein'
import { type CommandName, commandWords } from '../../site/commands.ts'

export type Parsed = { command: CommandName; words: string[] } | { typed: string; nearest?: CommandName }

/** Reads what follows `/testsite`; nothing at all means `create`. A misspelt command is never done: it is asked for. */
export function parseCommand(text: string): Parsed {
  const [first = 'create', ...words] = plainWords(text)
  const typed = first.toLowerCase()
  const command = commandWords.get(typed)
  if (command !== undefined) return { command, words }
  const meant = commandWords.get(nearest(typed, [...commandWords.keys()]) ?? '')
  return { typed: first, ...(meant !== undefined && { nearest: meant }) }
}

/** The candidate that is misspelt here; undefined when none is near: one slip in three letters. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const found = closest(typed, candidates)
  return distance(typed, found) <= Math.max(1, Math.floor(typed.length / 3)) ? found : undefined
}

/** `<@U123|aki>`, as Slack writes a mention when it escapes; undefined when it is none. */
export function mentionedUser(word: string | undefined): string | undefined {
  return /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word ?? '')?.[1]
}

/**
 * The words of a command without what Slack and people put around them: `<https://…|…>` is the address (Slack, "Slash
 * commands", "Escaping"), and a word in backticks, quotes or bold is the word. Mentions stay as Slack writes them.
 */
function plainWords(text: string): string[] {
  return text
    .replaceAll(/<(https?:[^|>]*)(?:\|[^>]*)?>/gu, '$1')
    .replaceAll(/<mailto:[^|>]*\|([^>]*)>/gu, '$1')
    .normalize('NFKC')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split(/\s+/u)
    .filter(Boolean)
    .map(bare)
}

/** A word of nothing but such marks is left as it is. */
function bare(word: string): string {
  const plain = word
    .replace(/^[`'"“”‘’«„「『]+|[`'"“”‘’»」』,、。]+$/gu, '')
    .replace(/^([*_~]+)(.+)\1$/u, '$2')
    .replace(/^[`'"“”‘’「『]+|[`'"“”‘’」』,、。]+$/gu, '')
  return plain === '' ? word : plain
}
