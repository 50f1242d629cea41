import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { createJsonFile } from '../json-file.ts'
import pLimit from 'p-limit'

const deliverySchema = z.object({
  id: z.string(),
  event: z.enum(['ping', 'push']),
  at: z.number(),
  /** Of the answer. */
  status: z.number().optional(),
  /** Why there was no answer. */
  error: z.string().optional(),
})

const hookSchema = z.object({
  id: z.string(),
  site: z.object({ id: z.string(), name: z.string() }),
  repository: z.string(),
  url: z.string(),
  secret: z.string(),
  lastDelivery: deliverySchema.optional(),
})

export type HookDelivery = z.infer<typeof deliverySchema>
export type Hook = z.infer<typeof hookSchema>

/** The webhooks, kept in a file that only its owner may read, since it holds their secrets. */
export interface Hooks {
  all(): readonly Hook[]
  /** A new hook; those of the same site, or with the same URL in that repository, go. */
  replace(hook: Omit<Hook, 'id' | 'lastDelivery'>): Promise<Hook>
  remove(siteId: string, repository: string): Promise<void>
  /** Does nothing when the hook is gone. */
  record(hookId: string, delivery: HookDelivery): Promise<void>
}

export async function openHooks(path: string): Promise<Hooks> {
  const file = createJsonFile(path, z.array(hookSchema))
  const queue = pLimit(1)
  let hooks = (await file.read()) ?? []
  // What could not be written has not happened.
  const change = (next: (hooks: Hook[]) => Hook[]) =>
    queue(async () => {
      const changed = next(hooks)
      await file.write(changed)
      hooks = changed
    })
  return {
    all: () => hooks,
    replace: async (wanted) => {
      const hook = { ...wanted, id: randomUUID() }
      const isReplaced = ({ site, repository, url }: Hook) =>
        site.id === hook.site.id || (repository === hook.repository && url === hook.url)
      await change((hooks) => [...hooks.filter((old) => !isReplaced(old)), hook])
      return hook
    },
    remove: (siteId, repository) =>
      change((hooks) => hooks.filter((hook) => hook.site.id !== siteId || hook.repository !== repository)),
    record: (hookId, lastDelivery) =>
      change((hooks) => hooks.map((hook) => (hook.id === hookId ? { ...hook, lastDelivery } : hook))),
  }
}
