import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { createJsonFile } from './json-file.ts'

const schema = z.strictObject({ key: z.string().min(32) })

/** Of which the secrets of webhooks are derived; made at the first start. */
export async function openWebhookKey(directory: string): Promise<string> {
  const file = createJsonFile(join(directory, 'webhook-key.json'), schema)
  const found = await file.read()
  if (found !== undefined) return found.key
  const key = randomBytes(32).toString('hex')
  await file.write({ key })
  return key
}
