import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { webhookUrl } from '../../site/webhook-url.ts'
import { createJsonFile, isThere } from '../json-file.ts'

const webhooksSchema = z.array(z.looseObject({ url: z.string(), site: z.optional(z.looseObject({ id: z.string() })) }))

/** Before 2026-12, `github/` was called `code-host/`, and a webhook had its site beside its URL. */
export async function moveEarlierDirectory(directory: string, github: string): Promise<void> {
  const earlier = join(directory, 'code-host')
  if (!(await isThere(earlier)) || (await isThere(github))) return
  const file = createJsonFile(join(earlier, 'webhooks.json'), webhooksSchema)
  const webhooks = (await file.read()) ?? []
  await file.write(
    webhooks.map(({ site, ...hook }) => ({ ...hook, ...(site && { url: webhookUrl(hook.url, site.id), site }) })),
  )
  await rename(earlier, github)
}
