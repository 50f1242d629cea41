import type { Button, KnownBlock } from '@slack/types'
import { cardFacts, type CardFacts } from '../src/site/card.ts'
import { changeByOther, type TakingOperation } from '../src/site/change-by-other.ts'
import { adopt } from '../src/site/operations/adopt.ts'
import type { OperationName } from '../src/site/operations/all.ts'
import { changePassword } from '../src/site/operations/change-password.ts'
import { deleteSite } from '../src/site/operations/delete.ts'
import { extend } from '../src/site/operations/extend.ts'
import type { Operation } from '../src/site/operations/operation.ts'
import { redeploy } from '../src/site/operations/redeploy.ts'
import { restore } from '../src/site/operations/restore.ts'
import { wake } from '../src/site/operations/wake.ts'
import { pageChange } from '../src/site/pictured-page.ts'
import type { Site } from '../src/site/site.ts'
import { teamChangeToNotify } from '../src/site/team-changes.ts'
import type { NotificationType } from '../src/site/notification-type.ts'
import { actionIds, ASK, encodeRef, presetButtonId, presetsOf } from './action-ids.ts'
import { button, type MessageView, section } from './blocks.ts'
import { failureBlocks, logBlocks, reasonText } from './failure.ts'
import { logsButtons } from './logs.ts'
import { logins } from './logins.ts'
import { bold, link, mention, plain, plainDate } from './mrkdwn.ts'
import { absenceText, lookedAfterBy } from './owner.ts'
import { picturesOfChange } from './picture.ts'
import { phaseMarks } from './phase-mark.ts'
import type { ViewContext } from './view-context.ts'
import { type ControlFacts, operationButton } from './site-controls.ts'
import { spoken } from './spoken.ts'
import { failedCommit, programBlocks, programNames } from './troubles.ts'

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
  changedByOther: '👤',
  guessing: '🔐',
  pageChanged: '🖼️',
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
  changedByOther: false,
  guessing: false,
  pageChanged: false,
}

const WAY_BACK: Record<TakingOperation, (Operation & { name: OperationName })[]> = {
  sleep: [wake],
  delete: [restore],
  'delete-without-archive': [],
  'change-password': [changePassword],
}

/** What the channel is told about a site. */
export function announcement(topic: NotificationType, site: Site, viewContext: ViewContext): Announcement {
  const facts = { ...cardFacts(site, viewContext.policy), id: site.id }
  const said = sentenceOf(topic, site, facts, viewContext)
  const text = `${MARKS[topic]} ${said}`
  const elements = buttonsOf(topic, site, facts, viewContext)
  const blocks: KnownBlock[] = [
    section(text),
    ...detailsOf(topic, site, facts, viewContext),
    ...(elements.length === 0 ? [] : [{ type: 'actions', elements } as const]),
  ]
  return { text, blocks, broadcast: BROADCAST[topic] }
}

function sentenceOf(topic: NotificationType, site: Site, facts: CardFacts, viewContext: ViewContext): string {
  if (topic === 'teamChanged') return teamSentence(site, viewContext)
  if (topic === 'guessing') return guessingSentence(site, facts, viewContext)
  return topic === 'changedByOther' ? changeSentence(site, facts, viewContext) : sentence(topic, facts, viewContext)
}

/** Who did what to somebody else's site. */
function changeSentence(site: Site, facts: CardFacts, viewContext: ViewContext): string {
  const change = changeByOther(site)
  if (change === undefined) return bold(site.name)
  const people = { owner: lookedAfterBy(facts, viewContext), by: mention(change.by) }
  return viewContext.texts.changedByOther[change.action]({ ...people, site: bold(site.name) })
}

/** How many wrong logins came, and since when. */
function guessingSentence({ name, status }: Site, facts: CardFacts, viewContext: ViewContext): string {
  if (status.guesses === undefined) return bold(name)
  const { texts, siteUrl, siteHost } = viewContext
  return texts.guessing({
    owner: lookedAfterBy(facts, viewContext),
    site: bold(name),
    address: link(siteUrl(name), siteHost(name)),
    count: status.guesses.count,
    when: plainDate(status.guesses.at, viewContext),
  })
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

function sentence(
  topic: keyof ViewContext['texts']['announcements'],
  facts: CardFacts,
  viewContext: ViewContext,
): string {
  const { texts, siteUrl, siteHost } = viewContext
  const { name, purgeAt, expiresAt, failure, troubles, teamGone } = facts
  const when = topic === 'teamGone' ? teamGone?.until : purgeAt
  const failed = (topic === 'deployFailed' ? troubles?.deploy : failure?.failure) ?? { reason: '' }
  const reason = topic === 'adoption' ? absenceText(facts, viewContext) : reasonText(facts, failed, viewContext)
  return texts.announcements[topic]({
    site: bold(name),
    address: link(siteUrl(name), siteHost(name)),
    owner: lookedAfterBy(facts, viewContext),
    when: plainDate(when ?? expiresAt, viewContext),
    reason,
    programs: programNames(troubles?.programs ?? []),
  })
}

/** The ends of the logs, whose reason stands in the sentence already, or pictures. */
function detailsOf(topic: NotificationType, site: Site, facts: CardFacts, viewContext: ViewContext): KnownBlock[] {
  switch (topic) {
    case 'failed':
      return failureBlocks(facts, viewContext).slice(1)
    case 'deployFailed':
      return [...failedCommit(facts, viewContext), ...logBlocks(facts.troubles?.deploy?.log ?? '', viewContext)]
    case 'crashing':
      return programBlocks(facts, viewContext)
    case 'pageChanged': {
      const change = pageChange(site)
      return change === undefined ? [] : picturesOfChange(site.name, change, viewContext)
    }
    case 'ready':
    case 'teamChanged':
    case 'teamGone':
    case 'expiring':
    case 'archived':
    case 'purgeTomorrow':
    case 'adoption':
    case 'changedByOther':
    case 'guessing':
      return []
  }
}

function buttonsOf(type: NotificationType, site: Site, facts: ControlFacts, viewContext: ViewContext): Button[] {
  const { buttons, spoken: said } = viewContext.texts
  const { name, id } = site
  const primary = { style: 'primary' } as const
  const possible = (operation: Operation & { name: OperationName }, more: Partial<Button> = {}) =>
    operation.isPossible(site) ? [operationButton(operation.name, facts, viewContext, more)] : []
  switch (type) {
    case 'ready': {
      const more = { url: viewContext.siteUrl(name), ...primary, ...spoken(said.open, name) }
      return [button(actionIds.open, buttons.open, encodeRef({ name, id }), more)]
    }
    case 'failed':
      return [operationButton('retry', facts, viewContext), ...logsButtons(facts, viewContext), ...possible(deleteSite)]
    case 'deployFailed':
      return [...possible(redeploy), ...logsButtons(facts, viewContext)]
    case 'crashing':
      return logsButtons(facts, viewContext)
    case 'pageChanged':
    case 'teamChanged':
    case 'teamGone':
      return []
    case 'expiring':
      return warningButtons(site, viewContext)
    case 'adoption':
      return possible(adopt, primary)
    case 'changedByOther':
      return WAY_BACK[changeByOther(site)?.action ?? 'delete-without-archive'].flatMap((operation) =>
        possible(operation),
      )
    case 'guessing':
      return possible(changePassword)
    case 'archived':
    case 'purgeTomorrow':
      return [operationButton('restore', facts, viewContext)]
  }
}

/** What can be done about a site that expires. */
export function warningButtons(site: Site, viewContext: ViewContext): Button[] {
  const { buttons, spoken: said } = viewContext.texts
  const facts = { ...cardFacts(site, viewContext.policy), id: site.id }
  const more = { text: plain(buttons.deleteNow), ...spoken(said.deleteNow, site.name) }
  return [
    ...extensions(site, viewContext),
    ...(deleteSite.isPossible(site) ? [operationButton(deleteSite.name, facts, viewContext, more)] : []),
  ]
}

function extensions({ name, id, spec }: Site, { texts }: ViewContext): Button[] {
  const one = (choice: string, label: string, said: (p: { site: string }) => string) =>
    button(presetButtonId(extend.name, choice), label, encodeRef({ name, id, from: spec.expiresAt, choice }), {
      ...spoken(said, name),
    })
  return [
    ...presetsOf(extend).map((preset) => {
      const days = Number(preset)
      return one(preset, texts.extendBy({ days }), ({ site }) => texts.extendSiteBy({ days, site }))
    }),
    one(ASK, texts.buttons.untilDate, texts.spoken.untilDate),
  ]
}
