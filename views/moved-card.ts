import type { Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { bold, channelMention } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** In place of a card, in a channel that its site has left. */
export function movedCard({ name, spec }: Pick<Site, 'name' | 'spec'>, { texts }: ViewContext): MessageView {
  const text = texts.cardMoved({ site: bold(name), channel: channelMention(spec.channel) })
  return { text, blocks: [section(text)] }
}
