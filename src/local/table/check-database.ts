import { ClassicLevel } from 'classic-level'

/** Opens the LevelDB at `path` and closes it again: dynalite dies of one that it cannot open. */
export async function checkDatabase(path: string): Promise<void> {
  const database = new ClassicLevel(path)
  await database.open()
  await database.close()
}

/** Another process has the table open; the message says so to people. */
export class TableInUseError extends Error {
  override name = 'TableInUseError'
}

/** The error, with a line for people, that comes of one of {@link checkDatabase}, or of the file system, about `directory`. */
export function databaseTrouble(error: unknown, directory: string): Error {
  const options = { cause: error }
  const codes = [codeOf(error), codeOf(error instanceof Error ? error.cause : undefined)]
  if (codes.includes('LEVEL_LOCKED')) return new TableInUseError(`pokopoko is already running on ${directory}`, options)
  if (codes.includes('LEVEL_CORRUPTION')) return new Error(`The table in ${directory} is damaged`, options)
  return new Error(`The table in ${directory} cannot be written`, options)
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
