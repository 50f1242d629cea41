import { ownerAbsence } from '../src/site/contact.ts'
import type { Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { bold, mention } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** The question who takes over a site, once it is answered: whose it is, and no button. */
export function resolvedAdoption(site: Site, { texts }: ViewContext): MessageView {
  const { name, spec } = site
  const isGone = ownerAbsence(site) !== undefined
  const text = `✅ ${isGone ? texts.card.gone({ site: bold(name) }) : texts.adopted({ site: bold(name), owner: mention(spec.owner) })}`
  return { text, blocks: [section(text)] }
}
