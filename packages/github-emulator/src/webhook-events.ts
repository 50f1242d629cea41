import * as z from 'zod'
import { openStored, type Stored } from './json-file.ts'
import type { Git } from './git.ts'
import { type BranchUpdate, pingPayload, pushPayload, readPush, type RepositoryInfo } from './push.ts'
import type { Repositories, Repository } from './repositories.ts'
import type { SendEvent } from './webhook-delivery.ts'
import type { Webhook, Webhooks } from './webhooks.ts'

const headsSchema = z.record(z.string(), z.string())

/** Commits by ref, `refs/heads/…`. */
type Heads = z.infer<typeof headsSchema>

/** By repository, the refs as the App and webhooks have received them last. A ref that isn't there hasn't been delivered to all of them. */
export type DeliveredRefs = Stored<Record<string, Heads>>

export function openDeliveredRefs(path: string): Promise<DeliveredRefs> {
  return openStored(path, z.record(z.string(), headsSchema), {})
}

/** The events that the App and webhooks receive. */
export interface WebhookEvents {
  created(webhook: Webhook, repository: Repository): Promise<void>
  pushed(repository: Repository, update: BranchUpdate): Promise<void>
  /** Sends pushes that weren't delivered: the machine was off, the process was killed, or a commit was made by hand. */
  catchUp(): Promise<void>
}

interface WebhookEventsDeps {
  git: Git
  webhooks: Pick<Webhooks, 'all'>
  repositories: Pick<Repositories, 'defaultBranch' | 'hasCommit' | 'heads' | 'list'>
  delivered: DeliveredRefs
  send: SendEvent
  /** True when the App has received it, or there is none. */
  notifyApp(event: string, payload: object): Promise<boolean>
  cloneUrl(repository: string): string
}

export function createWebhookEvents(deps: WebhookEventsDeps): WebhookEvents {
  const { git, webhooks, repositories, delivered, send, notifyApp, cloneUrl } = deps
  const describe = async (repository: Repository): Promise<RepositoryInfo> => ({
    name: repository.name,
    cloneUrl: cloneUrl(repository.name),
    defaultBranch: await repositories.defaultBranch(repository),
  })
  const pushed = async (repository: Repository, update: BranchUpdate) => {
    const payload = pushPayload(await describe(repository), await readPush(git, repository.directory, update))
    const listening = webhooks.all().filter((webhook) => webhook.repository === repository.name)
    const sent = listening.map((webhook) => send(webhook, 'push', payload))
    // What wasn't delivered to all of them is sent again at the next start.
    if (!(await Promise.all([...sent, notifyApp('push', payload)])).every(Boolean)) return
    await delivered.update((all) => ({ ...all, [repository.name]: withUpdate(all[repository.name], update) }))
  }
  return {
    created: async (webhook, repository) => {
      await send(webhook, 'ping', pingPayload(await describe(repository), webhook))
    },
    pushed,
    catchUp: async () => {
      for (const repository of await repositories.list()) {
        const known = delivered.value()[repository.name] ?? {}
        const updates = updatesBetween(known, await repositories.heads(repository))
        for (const { before, ...update } of updates) {
          const isThere = before !== undefined && (await repositories.hasCommit(repository, before))
          await pushed(repository, isThere ? { ...update, before } : update)
        }
      }
    },
  }
}

function withUpdate(heads: Heads | undefined, { ref, after }: BranchUpdate): Heads {
  const { [ref]: _, ...others } = heads ?? {}
  return after === undefined ? others : { ...others, [ref]: after }
}

function updatesBetween(before: Heads, after: Heads): BranchUpdate[] {
  const refs = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...refs].flatMap((ref) => {
    const [old, now] = [before[ref], after[ref]]
    if (old === now) return []
    return [{ ref, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) }]
  })
}
