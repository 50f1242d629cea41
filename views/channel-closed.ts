import { channelMention } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** Why a channel takes nothing from the app, as far as people can do something about it. */
export type ChannelClosure = 'archived' | 'restricted' | 'notInvited'

/** By Slack's word for it (src/slack/slack-errors.ts). A private channel that the app is not in is one that it does not find. */
export function closureOf(code: string): ChannelClosure {
  if (code === 'is_archived' || code === 'is_inactive') return 'archived'
  return code.startsWith('restricted_action') || code === 'no_permission' ? 'restricted' : 'notInvited'
}

export function channelClosed({ channel, code }: { channel: string; code: string }, { texts }: ViewContext): string {
  return texts.channelClosed[closureOf(code)]({ channel: channelMention(channel) })
}
