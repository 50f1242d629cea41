import { join } from 'node:path'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { isThere } from './json-file.ts'
import { openDatabase, makeTable } from './table/database.ts'
import { repairIndexes } from './table/repair-indexes.ts'
import { ClassicLevel } from 'classic-level'
import { codeOf } from '../site/errors.ts'

export interface LocalTable {
  client: DynamoDBClient
  tableName: string
  close(): Promise<void>
}

const TABLE_NAME = 'pokopoko-sites'

/**
 * The table of sites, on disk under `directory`, served by an embedded dynalite to this process alone. Writes survive a killed
 * process. Error with a line for people when it can't be written; TableInUseError when another process has it open.
 */
export async function openLocalTable({ directory }: { directory: string }): Promise<LocalTable> {
  const path = join(directory, 'table')
  try {
    if (!(await isThere(path))) await makeTable(path, TABLE_NAME)
    await checkDatabase(path)
  } catch (cause) {
    throw databaseTrouble(cause, directory)
  }
  const { client, close } = await openDatabase(path)
  await repairIndexes(client, TABLE_NAME)
  return { client, tableName: TABLE_NAME, close }
}

/** Opens and closes the LevelDB at `path`: dynalite crashes if it can't open it. */
export async function checkDatabase(path: string): Promise<void> {
  const database = new ClassicLevel(path)
  await database.open()
  await database.close()
}

/** Another process has the table open; the message is for people. */
export class TableInUseError extends Error {
  override name = 'TableInUseError'
}

/** Turns an error of {@link checkDatabase}, or of the file system, into one for people about `directory`. */
export function databaseTrouble(error: unknown, directory: string): Error {
  const options = { cause: error }
  const codes = [codeOf(error), codeOf(error instanceof Error ? error.cause : undefined)]
  if (codes.includes('LEVEL_LOCKED')) return new TableInUseError(`pokopoko is already running on ${directory}`, options)
  if (codes.includes('LEVEL_CORRUPTION')) return new Error(`The table in ${directory} is damaged`, options)
  return new Error(`The table in ${directory} cannot be written`, options)
}
