import { parseArgs, type ParseArgsConfig } from 'node:util'

/**
 * The flags of a tool. An unknown flag prints one line and the usage, and ends the process with 2 before anything is done: a misspelt flag
 * that is ignored makes the tool do something else.
 */
export function readArguments<const O extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: O) {
  try {
    return parseArgs({ options, strict: true }).values
  } catch (error) {
    if (!isWrongArgument(error)) throw error
    console.error(`${error.message}\nUsage: ${usage}`)
    process.exit(2)
  }
}

/** For tools that take none. What can be set is in the environment, and in the tool's first lines. */
export function takeNoArguments(usage: string): void {
  readArguments(usage, {})
}

function isWrongArgument(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}
