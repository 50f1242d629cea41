import type { WebClient } from '@slack/web-api'
import type { CodeHost } from '../control/code-host.ts'
import { askCodeHost } from './ask-code-host.ts'
import { leaving } from './deadline.ts'
import type { SlackDeps } from './deps.ts'
import { isPlatformError } from './rate-limited-call.ts'
import { kindOf } from './slack-errors.ts'

/** It comes after who sends the form was asked (`cached-calls.ts`), and before a hash, the table and telling them. */
const EXISTS_LIMIT_MS = 1000

/** Whether there is such a branch, as far as the code host says in time. */
export function existsVia(deps: Pick<SlackDeps, 'codeHost' | 'report'>): CodeHost['exists'] {
  return (repository, branch) =>
    askCodeHost(
      deps,
      (host) => host.exists(repository, branch),
      () => 'yes',
      EXISTS_LIMIT_MS,
    )
}

/** Whether there is such a team, likewise. */
export function hasTeamVia(deps: Pick<SlackDeps, 'codeHost' | 'report'>): CodeHost['hasTeam'] {
  return (team) =>
    askCodeHost(
      deps,
      (host) => host.hasTeam(team),
      () => true,
      EXISTS_LIMIT_MS,
    )
}

/** The part of the time for calls that's kept for the hash, the table, and the answer. */
const REST_MS = 900

/**
 * Slack's error code if the app can't post in that channel; undefined if it can, or Slack doesn't answer in time: if the channel rejects
 * messages later, the owner is notified. In public channels, the app can post without being a member (`chat:write.public`).
 */
export async function channelClosure(client: WebClient, channel: string): Promise<string | undefined> {
  try {
    const { channel: info } = await leaving(REST_MS, () => client.conversations.info({ channel }))
    if (info?.is_archived === true) return 'is_archived'
    return info?.is_private === true && info.is_member === false ? 'not_in_channel' : undefined
  } catch (error) {
    return isPlatformError(error) && kindOf(error) === 'channel' ? error.data.error : undefined
  }
}
