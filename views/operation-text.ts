import { type OperationName, operationNamed } from '../src/site/operations/all.ts'
import { hasKind } from '../src/site/operations/arguments.ts'
import { idleChoices } from '../src/site/idle-time.ts'
import type { HistoryEntry, Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { bold, channelMention } from './mrkdwn.ts'
import { mrkdwnShow } from './show.ts'
import type { OperationText } from './text/operation-texts.ts'
import type { Show, Texts } from './text/texts.ts'
import type { ViewContext } from './view-context.ts'

export function textOf(operation: OperationName, { texts }: Pick<ViewContext, 'texts'>): OperationText {
  return texts.operations[operation]
}

/** To the person who asked: it's done, or under way. `site` is as it was saved. */
export function doneMessage(operation: OperationName, site: Site, viewContext: ViewContext): MessageView {
  return message(doneText(operation, site, bold(site.name), mrkdwnShow(viewContext), viewContext))
}

export function createdMessage({ name, spec }: Site, { texts }: ViewContext): MessageView {
  return message(texts.created({ site: bold(name), channel: channelMention(spec.channel) }))
}

function message(text: string): MessageView {
  return { text, blocks: [section(text)] }
}

export function doneText(
  operation: OperationName,
  { history, spec }: Site,
  site: string,
  show: Show,
  viewContext: ViewContext,
): string {
  const runsNoPrograms = viewContext.machines === 'embedded'
  const { to } = history[0] ?? {}
  const isForAll = typeof to === 'string' && to.startsWith(`${spec.repository}: `)
  return textOf(operation, viewContext).done({
    site,
    to: targetOf(history[0], show, viewContext.texts) ?? '',
    ...(isForAll && { repository: show.text(spec.repository) }),
    runsNoPrograms,
  })
}

/** Who did what to a site, as mrkdwn. */
export function historyLine(entry: HistoryEntry, viewContext: ViewContext): string {
  return historyText(entry, mrkdwnShow(viewContext), viewContext.texts)
}

export function historyText(entry: HistoryEntry, show: Show, texts: Texts): string {
  const operation = operationNamed(entry.action)
  const others: Record<string, OperationText['history'] | undefined> = texts.history
  const words = operation === undefined ? others[entry.action] : textOf(operation.name, { texts }).history
  const to = targetOf(entry, show, texts)
  const person = show.person(entry.by, '')
  const by = entry.agent === undefined ? person : texts.byAgent({ person, agent: show.text(entry.agent) })
  // A newer version wrote it.
  return words?.({ by, ...(to !== undefined && { to }) }) ?? `${by}: ${show.text(entry.action)}`
}

/** The new expiry, the person or the words that an operation's line has. */
function targetOf(entry: HistoryEntry | undefined, show: Show, texts: Texts): string | undefined {
  if (entry?.to === undefined) return undefined
  const { action, to } = entry
  const args = operationNamed(action)?.args ?? {}
  const isIdleTime = hasKind(args, 'idle-time')
  if (typeof to === 'number') return isIdleTime ? texts.notBefore({ when: show.moment(to) }) : show.moment(to)
  if (hasKind(args, 'person')) return show.person(to, '')
  const choice = isIdleTime ? idleChoices.find((one) => one === to) : undefined
  return choice === undefined ? show.text(to) : texts.idleTimes[choice]
}
