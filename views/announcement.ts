import type { Button, KnownBlock } from '@slack/types'
import { cardFacts, type CardFacts } from '../src/site/card.ts'
import { canAsk } from '../src/site/actions.ts'
import type { Site } from '../src/site/site.ts'
import { teamChangeToNotify } from '../src/site/team-changes.ts'
import type { NotificationType } from '../src/site/notification-type.ts'
import { actionIds, encodeRef, extendDays } from './action-ids.ts'
import { button, type MessageView, section } from './blocks.ts'
import { failureBlocks, logBlocks, reasonText } from './failure.ts'
import { logins } from './logins.ts'
import { bold, link, slackDate } from './mrkdwn.ts'
import { absenceText, lookedAfterBy } from './owner.ts'
import { phaseMarks } from './phase-mark.ts'
import type { ViewContext } from './view-context.ts'
import { type ControlFacts, deleteButton } from './site-controls.ts'
import { spoken } from './spoken.ts'
import { programBlocks, programNames } from './troubles.ts'

/** `broadcast`: somebody has to act, so it is shown in the channel and not only in the card's thread. */
export type Announcement = MessageView & { broadcast: boolean }

const MARKS: Record<NotificationType, string> = {
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
const BROADCAST: Record<NotificationType, boolean> = {
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
export function announcement(topic: NotificationType, site: Site, viewContext: ViewContext): Announcement {
  const facts = { ...cardFacts(site, viewContext.policy), id: site.id }
  const said = topic === 'teamChanged' ? teamSentence(site, viewContext) : sentence(topic, facts, viewContext)
  const text = `${MARKS[topic]} ${said}`
  const elements = buttonsOf(topic, site, facts, viewContext)
  const blocks: KnownBlock[] = [
    section(text),
    ...detailsOf(topic, facts, viewContext),
    ...(elements.length === 0 ? [] : [{ type: 'actions', elements } as const]),
  ]
  return { text, blocks, broadcast: BROADCAST[topic] }
}

/** Who may log in no longer, and who may from now on. */
function teamSentence(site: Site, viewContext: ViewContext): string {
  const { removed = [], added = [], sites = 1 } = teamChangeToNotify(site) ?? {}
  const { team } = viewContext.texts
  const name = bold(site.name)
  return [
    ...(removed.length > 0 ? [team.removed({ people: logins(removed, viewContext), site: name, sites })] : []),
    ...(added.length > 0 ? [team.added({ people: logins(added, viewContext), site: name })] : []),
  ].join(' ')
}

function sentence(topic: Exclude<NotificationType, 'teamChanged'>, facts: CardFacts, viewContext: ViewContext): string {
  const { texts, siteUrl, siteHost } = viewContext
  const { name, purgeAt, expiresAt, failure, troubles, teamGone } = facts
  const when = topic === 'teamGone' ? teamGone?.until : purgeAt
  const failed = topic === 'deployFailed' ? troubles?.deploy?.reason : failure?.failure.reason
  const reason = topic === 'adoption' ? absenceText(facts, viewContext) : reasonText(facts, failed ?? '', viewContext)
  return texts.announcements[topic]({
    site: bold(name),
    address: link(siteUrl(name), siteHost(name)),
    owner: lookedAfterBy(facts, viewContext),
    when: slackDate(when ?? expiresAt, viewContext),
    reason,
    programs: programNames(troubles?.programs ?? []),
  })
}

/** The ends of the logs. The reason itself stands in the sentence already. */
function detailsOf(topic: NotificationType, facts: CardFacts, viewContext: ViewContext): KnownBlock[] {
  switch (topic) {
    case 'failed':
      return failureBlocks(facts, viewContext).slice(1)
    case 'deployFailed':
      return logBlocks(facts.troubles?.deploy?.log ?? '', viewContext)
    case 'crashing':
      return programBlocks(facts, viewContext)
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

function buttonsOf(topic: NotificationType, site: Site, facts: ControlFacts, viewContext: ViewContext) {
  const { buttons, spoken: said } = viewContext.texts
  const { name, id } = site
  const primary = { style: 'primary' } as const
  const about = (word: 'open' | 'retry' | 'redeploy' | 'restore' | 'adopt', more: Partial<Button>) =>
    button(actionIds[word], buttons[word], encodeRef({ name, id }), { ...more, ...spoken(said[word], name) })
  const deletion = (word: 'delete' | 'deleteNow') =>
    canAsk(site, 'delete') ? [deleteButton(facts, word, viewContext)] : []
  switch (topic) {
    case 'ready':
      return [about('open', { url: viewContext.siteUrl(name), ...primary })]
    case 'failed':
      return [about('retry', primary), ...deletion('delete')]
    case 'deployFailed':
      return canAsk(site, 'redeploy') ? [about('redeploy', {})] : []
    case 'crashing':
    case 'teamChanged':
    case 'teamGone':
      return []
    case 'expiring':
      return [...extensions(site, viewContext), ...deletion('deleteNow')]
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

function extensions({ name, id, spec }: Site, { texts }: ViewContext) {
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
