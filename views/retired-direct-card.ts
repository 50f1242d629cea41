import { channelRefusalOf } from '../src/site/contact.ts'
import type { Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { bold, channelMention, mention } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** A card in a direct message that is kept up to date no longer: where the site is looked after now, and no buttons. */
export function retiredDirectCard(site: Site, { texts }: ViewContext): MessageView {
  const { channel, owner } = site.spec
  const params = { site: bold(site.name), channel: channelMention(channel), owner: mention(owner) }
  const text = channelRefusalOf(site) === undefined ? texts.direct.back(params) : texts.direct.another(params)
  return { text, blocks: [section(text)] }
}
