import { parseArgs } from 'node:util'
import type { TerminalCommand, TerminalText } from '../../views/text/terminal.ts'
import { commandShapes, isCommand, optionTypes, takes } from './options.ts'
import { UsageError } from './usage-error.ts'

/** A command line, taken apart; its words are as many as the command wants. */
export interface Parsed {
  command: TerminalCommand
  words: string[]
  options: ReturnType<typeof readOptions>['values']
}

/** UsageError for what is misspelt, missing or too much. */
export function parseCommandLine(args: string[], { problems }: TerminalText): Parsed {
  const { values: options, positionals } = readOptions(args)
  const [typed = 'help', ...words] = positionals
  if (options.help === true) return { command: 'help', words: [], options }
  if (!isCommand(typed)) throw new UsageError(problems.unknownCommand({ typed }))
  const wrong = Object.keys(options).find((option) => !takes(typed, option))
  if (wrong !== undefined) throw new UsageError(problems.notForCommand({ option: wrong, command: typed }))
  const wanted: readonly string[] = commandShapes[typed].words
  const missing = wanted[words.length]
  if (missing !== undefined) throw new UsageError(problems.missing({ what: missing }))
  const extra = words[wanted.length]
  if (extra !== undefined) throw new UsageError(problems.tooMany({ word: extra }))
  return { command: typed, words, options }
}

function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options: optionTypes, allowPositionals: true, strict: true })
  } catch (cause) {
    // Node's own words, in English: which option, and what is wrong with it.
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
