import { closureOf } from '../src/site/contact.ts'
import { channelMention } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

export function channelClosed({ channel, code }: { channel: string; code: string }, { texts }: ViewContext): string {
  return texts.channelClosed[closureOf(code)]({ channel: channelMention(channel) })
}
