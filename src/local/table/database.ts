import type { Server } from 'node:http'
import {
  DynamoDBClient,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { mkdir, rename, rm } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { siteTable } from '../../aws/site-item.ts'
import { listen } from '../listen.ts'

/** dynalite with its LevelDB at `path`, on a free loopback port, without the delays that it makes up. */
export async function openDatabase(path: string) {
  const server = dynalite({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 })
  refuseWebPages(server)
  const port = await listen(server)
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // No network, so nothing to try again.
    maxAttempts: 1,
  })
  const close = async () => {
    client.destroy()
    await promisify(server.close.bind(server))()
  }
  return { client, close }
}

/** dynalite lets every web page that finds the port read and write; browsers always say where a page came from. */
function refuseWebPages(server: Server): void {
  const answers = server.listeners('request')
  server.removeAllListeners('request').on('request', (request, response) => {
    if (request.headers.origin !== undefined) response.writeHead(403).end()
    else for (const answer of answers) Reflect.apply(answer, server, [request, response])
  })
}

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
    await createTable(client, siteTable(tableName))
  } finally {
    await close()
  }
  await rename(unfinished, path)
}

/** Until it can be used. */
export async function createTable(client: DynamoDBClient, input: CreateTableCommandInput & { TableName: string }) {
  await client.send(new CreateTableCommand(input))
  while (!(await isActive(client, input.TableName))) await setImmediate()
}

async function isActive(client: DynamoDBClient, tableName: string): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
  return Table?.TableStatus === 'ACTIVE'
}
