import type { WebClient } from '@slack/web-api'
import pMemoize from 'p-memoize'
import { createExpectReader, type ExpectReader } from '../control/repository-reader.ts'
import { isUserError, orUserError, UserError } from '../site/user-error.ts'
import { askCodeHost } from './ask-code-host.ts'
import { leaving } from './deadline.ts'
import type { ListenerDeps } from './people.ts'

/** The part of the time for calls that's kept for what follows: a hash, the table, and the answer. */
const REST_MS = 900

/** Whether the person who asks can read a repository. If Slack or the code host doesn't answer in time, nobody can. */
export function expectReaderVia(client: WebClient, { policy, people, ...deps }: ListenerDeps): ExpectReader {
  return createExpectReader({
    policy,
    profileField: (userId, field) => people.profileField(client, userId, field),
    canRead: (repository, login) =>
      leaving(REST_MS, () =>
        askCodeHost(
          deps,
          (host) => host.canRead(repository, login),
          () => {
            throw new UserError('code-host-silent', {})
          },
        ),
      ),
  })
}

/** Whether that person can be shown what is in a repository. Asks once for each. */
export function canSeeVia(
  client: WebClient,
  user: string,
  deps: ListenerDeps,
): (repository: string) => Promise<boolean> {
  const expectReader = expectReaderVia(client, deps)
  return pMemoize(async (repository: string) => !isUserError(await orUserError(expectReader({ by: user }, repository))))
}

/** With the code host as that person may see it: branches and files only of repositories that they can read. */
export function depsFor(client: WebClient, user: string, deps: ListenerDeps): ListenerDeps {
  const { codeHost } = deps
  const canSee = canSeeVia(client, user, deps)
  return {
    ...deps,
    codeHost: {
      repositories: (query) => codeHost.repositories(query),
      teams: (query) => codeHost.teams(query),
      hasTeam: (team) => codeHost.hasTeam(team),
      exists: (repository, branch) => codeHost.exists(repository, branch),
      canRead: (repository, login) => codeHost.canRead(repository, login),
      branches: async (repository, query) => ((await canSee(repository)) ? codeHost.branches(repository, query) : []),
      files: async (repository, branch, directory) =>
        (await canSee(repository)) ? codeHost.files(repository, branch, directory) : undefined,
    },
  }
}
