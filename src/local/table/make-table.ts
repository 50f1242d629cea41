import { setImmediate } from 'node:timers/promises'
import { rename, rm } from 'node:fs/promises'
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { siteTable } from '../../aws/site-table.ts'
import { checkDatabase } from './check-database.ts'
import { openDatabase } from './database.ts'

/**
 * A database at `path` with an empty table, all at once: dynalite can do nothing with a table whose making was cut
 * short.
 */
export async function makeTable(path: string, tableName: string): Promise<void> {
  const unfinished = `${path}.unfinished`
  await checkDatabase(unfinished)
  await rm(unfinished, { recursive: true })
  const { client, close } = await openDatabase(unfinished)
  try {
    await client.send(new CreateTableCommand(siteTable(tableName)))
    while (!(await isActive(client, tableName))) await setImmediate()
  } finally {
    await close()
  }
  await rename(unfinished, path)
}

async function isActive(client: DynamoDBClient, tableName: string): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
  return Table?.TableStatus === 'ACTIVE'
}
