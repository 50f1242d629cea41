import type { Button, KnownBlock } from '@slack/types'
import { cardFacts, type CardFacts } from '../src/site/card.ts'
import { canAsk } from '../src/site/actions.ts'
import type { Site } from '../src/site/site.ts'
import { teamChangeToTell } from '../src/site/team-changes.ts'
import type { Topic } from '../src/site/topic.ts'
import { actionIds, encodeRef, extendDays } from './action-ids.ts'
import { button, type MessageView, section } from './blocks.ts'
import { failureBlocks, logBlocks, reasonText } from './failure.ts'
import { logins } from './logins.ts'
import { bold, link, slackDate } from './mrkdwn.ts'
import { absenceText, lookedAfterBy } from './owner.ts'
import { phaseMarks } from './phase-mark.ts'
import type { Reader } from './reader.ts'
import { type ControlFacts, deleteButton } from './site-controls.ts'
import { spoken } from './spoken.ts'
import { programBlocks, programNames } from './troubles.ts'

/** `broadcast`: somebody has to act, so it is shown in the channel and not only in the card's thread. */
export type Announcement = MessageView & { broadcast: boolean }

const MARKS: Record<Topic, string> = {
  ready: phaseMarks.ready,
  failed: phaseMarks.failed,
  deployFailed: '⚠️',
  crashing: '⚠️',
  teamChanged: '👥',
  teamGone: '⚠️',
  expiring: '⏰',
  archived: phaseMarks.archived,
  purgeTomorrow: '⏰',
  adoption: '👋',
}
const BROADCAST: Record<Topic, boolean> = {
  ready: false,
  failed: true,
  deployFailed: false,
  crashing: false,
  teamChanged: false,
  teamGone: true,
  expiring: true,
  archived: false,
  purgeTomorrow: true,
  adoption: true,
}

/** What the channel is told about a site. */
export function announcement(topic: Topic, site: Site, reader: Reader): Announcement {
  const facts = { ...cardFacts(site, reader.policy), id: site.id }
  const said = topic === 'teamChanged' ? teamSentence(site, reader) : sentence(topic, facts, reader)
  const text = `${MARKS[topic]} ${said}`
  const elements = buttonsOf(topic, site, facts, reader)
  const blocks: KnownBlock[] = [
    section(text),
    ...detailsOf(topic, facts, reader),
    ...(elements.length === 0 ? [] : [{ type: 'actions', elements } as const]),
  ]
  return { text, blocks, broadcast: BROADCAST[topic] }
}

/** Who may log in no longer, and who may from now on. */
function teamSentence(site: Site, reader: Reader): string {
  const { removed = [], added = [], sites = 1 } = teamChangeToTell(site) ?? {}
  const { team } = reader.texts
  const name = bold(site.name)
  return [
    ...(removed.length > 0 ? [team.removed({ people: logins(removed, reader), site: name, sites })] : []),
    ...(added.length > 0 ? [team.added({ people: logins(added, reader), site: name })] : []),
  ].join(' ')
}

function sentence(topic: Exclude<Topic, 'teamChanged'>, facts: CardFacts, reader: Reader): string {
  const { texts, siteUrl, siteHost } = reader
  const { name, purgeAt, expiresAt, failure, troubles, teamGone } = facts
  const when = topic === 'teamGone' ? teamGone?.until : purgeAt
  const failed = topic === 'deployFailed' ? troubles?.deploy?.reason : failure?.failure.reason
  const reason = topic === 'adoption' ? absenceText(facts, reader) : reasonText(facts, failed ?? '', reader)
  return texts.announcements[topic]({
    site: bold(name),
    address: link(siteUrl(name), siteHost(name)),
    owner: lookedAfterBy(facts, reader),
    when: slackDate(when ?? expiresAt, reader),
    reason,
    programs: programNames(troubles?.programs ?? []),
  })
}

/** The ends of the logs. The reason itself stands in the sentence already. */
function detailsOf(topic: Topic, facts: CardFacts, reader: Reader): KnownBlock[] {
  switch (topic) {
    case 'failed':
      return failureBlocks(facts, reader).slice(1)
    case 'deployFailed':
      return logBlocks(facts.troubles?.deploy?.log ?? '', reader)
    case 'crashing':
      return programBlocks(facts, reader)
    case 'ready':
    case 'teamChanged':
    case 'teamGone':
    case 'expiring':
    case 'archived':
    case 'purgeTomorrow':
    case 'adoption':
      return []
  }
}

function buttonsOf(topic: Topic, site: Site, facts: ControlFacts, reader: Reader) {
  const { buttons, spoken: said } = reader.texts
  const { name, id } = site
  const primary = { style: 'primary' } as const
  const about = (word: 'open' | 'retry' | 'redeploy' | 'restore' | 'adopt', more: Partial<Button>) =>
    button(actionIds[word], buttons[word], encodeRef({ name, id }), { ...more, ...spoken(said[word], name) })
  const deletion = (word: 'delete' | 'deleteNow') => (canAsk(site, 'delete') ? [deleteButton(facts, word, reader)] : [])
  switch (topic) {
    case 'ready':
      return [about('open', { url: reader.siteUrl(name), ...primary })]
    case 'failed':
      return [about('retry', primary), ...deletion('delete')]
    case 'deployFailed':
      return canAsk(site, 'redeploy') ? [about('redeploy', {})] : []
    case 'crashing':
    case 'teamChanged':
    case 'teamGone':
      return []
    case 'expiring':
      return [...extensions(site, reader), ...deletion('deleteNow')]
    case 'adoption':
      return canAsk(site, 'adopt') ? [about('adopt', primary)] : []
    case 'archived':
    case 'purgeTomorrow':
      return [about('restore', primary)]
  }
}

const EXTEND_IDS = {
  1: actionIds.extend1,
  3: actionIds.extend3,
  7: actionIds.extend7,
  14: actionIds.extend14,
} as const

function extensions({ name, id, spec }: Site, { texts }: Reader) {
  const seen = { name, id, from: spec.expiresAt }
  return [
    ...extendDays.map((days) =>
      button(EXTEND_IDS[days], texts.extendBy({ days }), encodeRef({ ...seen, choice: `${days}` }), {
        ...spoken(({ site }) => texts.extendSiteBy({ days, site }), name),
      }),
    ),
    button(actionIds.extendUntil, texts.buttons.untilDate, encodeRef({ ...seen, choice: 'until' }), {
      ...spoken(texts.spoken.untilDate, name),
    }),
  ]
}
