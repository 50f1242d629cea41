import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { openStored } from './json-file.ts'

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
  /** `owner/name` */
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
  /** Rejects when the repository has one with that URL. */
  create(webhook: Omit<Webhook, 'id' | 'lastDelivery'>): Promise<Webhook>
  /** Does nothing when the webhook is gone, like the other two. */
  update(id: string, change: Pick<Webhook, 'url' | 'secret'>): Promise<void>
  remove(id: string): Promise<void>
  recordDelivery(id: string, delivery: WebhookDelivery): Promise<void>
}

export async function openWebhooks(path: string): Promise<Webhooks> {
  const { value, update } = await openStored(path, z.array(webhookSchema), [])
  const change = (id: string, changes: Partial<Webhook>) =>
    update((all) => all.map((one) => (one.id === id ? { ...one, ...changes } : one)))
  return {
    all: value,
    create: async (wanted) => {
      const webhook = { ...wanted, id: randomUUID() }
      await update((all) => {
        if (all.some(({ repository, url }) => repository === webhook.repository && url === webhook.url))
          throw new Error(`Hook already exists on this repository: ${webhook.repository}, ${webhook.url}`)
        return [...all, webhook]
      })
      return webhook
    },
    update: (id, { url, secret }) => change(id, { url, secret }),
    remove: (id) => update((all) => all.filter((one) => one.id !== id)),
    recordDelivery: (id, lastDelivery) => change(id, { lastDelivery }),
  }
}
