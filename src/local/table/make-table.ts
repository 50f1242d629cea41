import { mkdir, rename, rm } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { siteTable } from '../../aws/site-item.ts'
import { openDatabase } from './database.ts'

/**
 * A database at `path` with an empty table, all at once: dynalite can do nothing with a table whose making was cut
 * short.
 */
export async function makeTable(path: string, tableName: string): Promise<void> {
  const unfinished = `${path}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
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
