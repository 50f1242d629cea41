import type { CommandName } from '../../../views/text/commands.ts'
import { commandWords } from './aliases.ts'
import { nearest } from './nearest.ts'
import { plainWords } from './plain-words.ts'

export type Parsed = { command: CommandName; words: string[] } | { typed: string; nearest?: CommandName }

/** Reads what follows `/testsite`; nothing at all means `new`. A misspelt command is never done: it is asked for. */
export function parseCommand(text: string): Parsed {
  const [first = 'new', ...words] = plainWords(text)
  const typed = first.toLowerCase()
  const command = commandWords.get(typed)
  if (command !== undefined) return { command, words }
  const meant = commandWords.get(nearest(typed, [...commandWords.keys()]) ?? '')
  return { typed: first, ...(meant !== undefined && { nearest: meant }) }
}

/** `<@U123|aki>`, as Slack writes a mention when it escapes; undefined when it is none. */
export function mentionedUser(word: string | undefined): string | undefined {
  return /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word ?? '')?.[1]
}
