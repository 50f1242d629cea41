import { ClassicLevel } from 'classic-level'

/** Opens the LevelDB at `path` and closes it again: dynalite dies of one that it cannot open. */
export async function checkDatabase(path: string): Promise<void> {
  const database = new ClassicLevel(path)
  await database.open()
  await database.close()
}

/** What to tell people of an error of {@link checkDatabase}, or of the file system, about `directory`. */
export function databaseTrouble(error: unknown, directory: string): string {
  const codes = [codeOf(error), codeOf(error instanceof Error ? error.cause : undefined)]
  if (codes.includes('LEVEL_LOCKED')) return `pokopoko is already running on ${directory}`
  if (codes.includes('LEVEL_CORRUPTION')) return `The table in ${directory} is damaged`
  return `The table in ${directory} cannot be written`
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
