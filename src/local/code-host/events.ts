import type { Git } from './git.ts'
import type { Hook, Hooks } from './hooks.ts'
import { pingPayload, pushPayload, type RepositoryInfo } from './push-payload.ts'
import { readPush } from './read-push.ts'
import type { BranchUpdate } from './ref-update.ts'
import type { Repositories, Repository } from './repositories.ts'
import type { SendEvent } from './send-event.ts'

/** What webhooks are told of. */
export interface Events {
  created(hook: Hook, repository: Repository): Promise<void>
  pushed(repository: Repository, update: BranchUpdate): Promise<void>
}

interface EventsDeps {
  git: Git
  hooks: Pick<Hooks, 'all'>
  repositories: Pick<Repositories, 'defaultBranch'>
  send: SendEvent
  cloneUrl(repository: string): string
}

export function createEvents({ git, hooks, repositories, send, cloneUrl }: EventsDeps): Events {
  const describe = async (repository: Repository): Promise<RepositoryInfo> => ({
    name: repository.name,
    cloneUrl: cloneUrl(repository.name),
    defaultBranch: await repositories.defaultBranch(repository),
  })
  return {
    created: async (hook, repository) => send(hook, 'ping', pingPayload(await describe(repository), hook)),
    pushed: async (repository, update) => {
      const told = hooks.all().filter((hook) => hook.repository === repository.name)
      if (told.length === 0) return
      const payload = pushPayload(await describe(repository), await readPush(git, repository.directory, update))
      await Promise.all(told.map((hook) => send(hook, 'push', payload)))
    },
  }
}
