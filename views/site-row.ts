import type { SectionBlock } from '@slack/types'
import { type CardFacts, cardFacts } from '../src/site/card.ts'
import type { Site } from '../src/site/site.ts'
import { section } from './blocks.ts'
import { channelClosed } from './channel-closed.ts'
import { bold, codeSpan, link, mention, slackDate } from './mrkdwn.ts'
import { absenceText } from './owner.ts'
import { phaseMarks } from './phase-mark.ts'
import type { Reader } from './reader.ts'
import { siteControls } from './site-controls.ts'

/** A site in two lines. */
export function siteRow(site: Site, reader: Reader): SectionBlock {
  return row(cardFacts(site, reader.policy), reader)
}

/** With all that can be asked of it. */
export function siteRowWithControls(site: Site, reader: Reader) {
  const facts = { ...cardFacts(site, reader.policy, reader.viewer), id: site.id }
  return [row(facts, reader), ...siteControls(facts, reader, { isOneOfMany: true })]
}

function row(facts: CardFacts, reader: Reader): SectionBlock {
  const { name, phase, repository, branch, owner, expiresAt, purgeAt, channelRefusal } = facts
  const { texts, siteUrl, siteHost } = reader
  const end =
    purgeAt === undefined
      ? texts.expiresAt({ when: slackDate(expiresAt, reader) })
      : texts.purgedAt({ when: slackDate(purgeAt, reader) })
  const source = texts.row({ repository: codeSpan(`${repository}@${branch}`, 80), owner: mention(owner) })
  const trouble = [
    ...(channelRefusal ? [channelClosed(channelRefusal, reader)] : []),
    ...(facts.ownerAbsence ? [absenceText(facts, reader)] : []),
  ].map((line) => `\n⚠️ ${line}`)
  return section(
    `${phaseMarks[phase]} ${bold(link(siteUrl(name), siteHost(name)))} · ${texts.phases[phase]} · ${end}\n${source}${trouble.join('')}`,
  )
}
