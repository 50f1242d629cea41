import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { createSiteStore } from '../../../src/aws/site-store.ts'
import { allSites } from '../../../src/control/all-sites.ts'
import { siteIdOf } from '../../../src/site/webhook-url.ts'
import { readSaved } from '@pokopoko/slack-emulator'
import { readChangeLog } from '../../../src/local/change-log.ts'
import { isNotFound } from '../../../src/local/json-file.ts'
import { openLocalTable } from '../../../src/local/table.ts'
import type { MachinesLeft } from './machines-left.ts'

const hookSchema = z
  .object({ id: z.string(), url: z.string(), repository: z.string() })
  .transform(({ url, ...hook }) => ({ ...hook, siteId: siteIdOf({ url }) ?? '' }))
const routeSchema = z.object({ siteId: z.string(), instanceId: z.string(), address: z.string() })
const messageSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  text: z.string(),
  blocks: z.array(z.looseObject({ block_id: z.string().optional() })).optional(),
  threadTs: z.string().optional(),
  ephemeralFor: z.string().optional(),
})

export type Message = z.infer<typeof messageSchema>
export type Remains = Awaited<ReturnType<typeof readRemains>>

/** All that a killed process has left, read as it lies there. */
export async function readRemains(dataDirectory: string, left: MachinesLeft) {
  return {
    ...(await readTable(dataDirectory)),
    machines: await left.machines(),
    images: await left.images(),
    hooks: await readList(join(dataDirectory, 'github', 'webhooks.json'), z.array(hookSchema)),
    routes: await readList(join(dataDirectory, 'routes.json'), z.array(routeSchema)),
    messages: await readMessages(dataDirectory),
    // The next write to a JSON file takes the place of one that was cut off.
    unfinished: (await readdir(dataDirectory, { recursive: true })).filter(
      (path) => /\.(tmp|making|removed|copy)$/.test(path) && !path.endsWith('.json.tmp'),
    ),
  }
}

async function readMessages(directory: string) {
  const { snapshot, changes } = await readChangeLog(join(directory, 'slack'))
  return z.array(messageSchema).parse(readSaved(snapshot, changes).messages)
}

async function readTable(directory: string) {
  const table = await openLocalTable({ directory })
  try {
    const store = createSiteStore(table)
    return { ...(await allSites(store)), quotaEntries: await store.quotaEntries() }
  } finally {
    await table.close()
  }
}

async function readList<T>(path: string, schema: z.ZodType<T[]>): Promise<T[]> {
  try {
    return await readJson(path, schema)
  } catch (error) {
    // Not written before the first.
    if (isNotFound(error)) return []
    throw error
  }
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await readFile(path, 'utf8')))
}
