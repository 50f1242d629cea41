import type { Git } from './git.ts'
import type { Hook, Hooks } from './hooks.ts'
import { pingPayload, pushPayload, type RepositoryInfo } from './push-payload.ts'
import { readPush } from './read-push.ts'
import type { BranchUpdate } from './ref-update.ts'
import type { Repositories, Repository } from './repositories.ts'
import type { SendEvent } from './send-event.ts'
import { type Told, updatesBetween } from './told.ts'

/** What webhooks are told of. */
export interface Events {
  created(hook: Hook, repository: Repository): Promise<void>
  pushed(repository: Repository, update: BranchUpdate): Promise<void>
  /** Tells what was not taken: the machine was off, the process that took the push was killed, or it was made by hand. */
  catchUp(): Promise<void>
}

interface EventsDeps {
  git: Git
  hooks: Pick<Hooks, 'all'>
  repositories: Pick<Repositories, 'defaultBranch' | 'find' | 'hasCommit' | 'heads'>
  told: Told
  send: SendEvent
  tellApp(event: string, payload: object): Promise<boolean>
  cloneUrl(repository: string): string
}

export function createEvents({ git, hooks, repositories, told, send, tellApp, cloneUrl }: EventsDeps): Events {
  const describe = async (repository: Repository): Promise<RepositoryInfo> => ({
    name: repository.name,
    cloneUrl: cloneUrl(repository.name),
    defaultBranch: await repositories.defaultBranch(repository),
  })
  const pushed = async (repository: Repository, update: BranchUpdate) => {
    const listening = hooks.all().filter((hook) => hook.repository === repository.name)
    if (listening.length > 0) {
      const payload = pushPayload(await describe(repository), await readPush(git, repository.directory, update))
      const tellHooks = listening.map((hook) => send(hook, 'push', payload))
      const taken = await Promise.all([...tellHooks, tellApp('push', payload)])
      // Told again at the next start.
      if (!taken.every(Boolean)) return
    }
    await told.record(repository.name, update)
  }
  return {
    created: async (hook, repository) => {
      await send(hook, 'ping', pingPayload(await describe(repository), hook))
    },
    pushed,
    catchUp: async () => {
      for (const name of new Set(hooks.all().map((hook) => hook.repository))) {
        const repository = await repositories.find(name)
        if (repository === undefined) continue
        const updates = updatesBetween(told.of(name), await repositories.heads(repository))
        for (const { before, ...update } of updates) {
          const isThere = before !== undefined && (await repositories.hasCommit(repository, before))
          await pushed(repository, isThere ? { ...update, before } : update)
        }
      }
    },
  }
}
