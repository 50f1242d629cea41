import { BOT_USER_ID, isMember } from '../identity.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { personOf } from '../state.ts'
import type { Channel } from '../workspace.ts'

export interface Posting {
  threadTs?: string
  broadcast?: boolean
}

/**
 * The channel that the bot posts to; for a person's id the direct one, which is opened.
 * @throws SlackError `channel_not_found`, `is_archived`, `not_in_channel`
 */
export function writableChannel({ state, app }: Pick<Parts, 'state' | 'app'>, id: string): Channel {
  const person = personOf(state, id)
  const channel =
    person !== undefined && person.isBot !== true ? state.directChannel(id).channel : state.channels.get(id)
  if (channel === undefined) throw new SlackError('channel_not_found')
  if (channel.archived === true) throw new SlackError('is_archived')
  if (!isMember(channel, BOT_USER_ID) && !app.scopes.includes('chat:write.public'))
    throw new SlackError('not_in_channel')
  return channel
}
