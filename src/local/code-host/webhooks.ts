import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { openStored } from '../json-file.ts'

const deliverySchema = z.object({
  id: z.string(),
  event: z.enum(['ping', 'push']),
  at: z.number(),
  /** Of the answer. */
  status: z.number().optional(),
  /** Why there was no answer. */
  error: z.string().optional(),
})

const webhookSchema = z.object({
  id: z.string(),
  site: z.object({ id: z.string(), name: z.string() }),
  repository: z.string(),
  url: z.string(),
  secret: z.string(),
  lastDelivery: deliverySchema.optional(),
})

export type WebhookDelivery = z.infer<typeof deliverySchema>
export type Webhook = z.infer<typeof webhookSchema>

/** The webhooks, kept in a file that only its owner may read, since it holds their secrets. */
export interface Webhooks {
  all(): readonly Webhook[]
  /** Adds one in place of those of the same site, or with the same URL in that repository. */
  replace(webhook: Omit<Webhook, 'id' | 'lastDelivery'>): Promise<Webhook>
  remove(siteId: string, repository: string): Promise<void>
  /** Does nothing when the webhook is gone. */
  recordDelivery(id: string, delivery: WebhookDelivery): Promise<void>
}

export async function openWebhooks(path: string): Promise<Webhooks> {
  const { value, update } = await openStored(path, z.array(webhookSchema), [])
  return {
    all: value,
    replace: async (wanted) => {
      const webhook = { ...wanted, id: randomUUID() }
      const isReplaced = ({ site, repository, url }: Webhook) =>
        site.id === webhook.site.id || (repository === webhook.repository && url === webhook.url)
      await update((all) => [...all.filter((old) => !isReplaced(old)), webhook])
      return webhook
    },
    remove: (siteId, repository) =>
      update((all) => all.filter((one) => one.site.id !== siteId || one.repository !== repository)),
    recordDelivery: (id, lastDelivery) =>
      update((all) => all.map((one) => (one.id === id ? { ...one, lastDelivery } : one))),
  }
}
