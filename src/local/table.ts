import { join } from 'node:path'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { isThere } from './json-file.ts'
import { checkDatabase, databaseTrouble } from './table/check-database.ts'
import { openDatabase } from './table/database.ts'
import { makeTable } from './table/make-table.ts'
import { repairIndexes } from './table/repair-indexes.ts'

export interface LocalTable {
  client: DynamoDBClient
  tableName: string
  close(): Promise<void>
}

const TABLE_NAME = 'pokopoko-sites'

/**
 * The table of sites, on disk under `directory`, served by an embedded dynalite to this process alone. What was
 * written outlives a killed process. Error, with a line for people, when it cannot be written; TableInUseError when another
 * process has it open.
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
