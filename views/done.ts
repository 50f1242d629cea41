import type { SiteAction } from '../src/site/actions.ts'
import type { Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { bold, channelMention, mention, slackDate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** To the person who asked: it was granted. `site` is as it was saved. */
export function doneMessage(action: SiteAction | 'create', site: Site, viewContext: ViewContext): MessageView {
  const { name, spec } = site
  const to = action === 'handOver' ? mention(spec.owner) : slackDate(spec.expiresAt, viewContext)
  const text = viewContext.texts.done[action]({ site: bold(name), to, channel: channelMention(spec.channel) })
  return { text, blocks: [section(text)] }
}
