import { type CardFacts, cardFacts } from '../../src/site/card.ts'
import { closureOf } from '../../src/site/contact.ts'
import { knownReason } from '../../src/site/failure-reasons.ts'
import { knownPageProblem } from '../../src/site/machine-facts.ts'
import { type SettingName, settingNames, siteSettings } from '../../src/site/site-settings.ts'
import type { Deploy, Site } from '../../src/site/site.ts'
import { deployingLine } from '../deploying.ts'
import { moreMemory, variableNames } from '../failure.ts'
import { costsText } from '../money.ts'
import { plainDate } from '../mrkdwn.ts'
import { historyText } from '../operation-text.ts'
import { phaseMarks } from '../phase-mark.ts'
import { shareState } from '../shares.ts'
import type { ViewContext } from '../view-context.ts'
import { terminalText } from '../text/terminal.ts'
import { terminalShow } from './answers.ts'
import { plainLine, plainLines } from './plain-line.ts'

/** All that a site's card shows, and what was asked of it so far. */
export function siteLines(site: Site, viewContext: ViewContext): string {
  const facts = cardFacts(site, viewContext.policy)
  const { texts } = viewContext
  return [
    `${phaseMarks[facts.phase]} ${facts.name}: ${texts.phases[facts.phase]}`,
    ...[...fields(facts, viewContext), ...overrides(site, viewContext, isBesides)].map(
      ([label, value]) => `${label}: ${value}`,
    ),
    ...[deployingLine(facts.deploying, viewContext)].filter(Boolean),
    ...failureLines(facts, viewContext),
    ...noteLines(facts, viewContext),
    ...(facts.shares ? [shareLines(site, viewContext)] : []),
    ...site.history.map(
      (entry) => `${plainDate(entry.at, viewContext)}  ${historyText(entry, terminalShow(viewContext), texts)}`,
    ),
  ].join('\n')
}

function fields(facts: CardFacts, viewContext: ViewContext): [string, string][] {
  const { card } = viewContext.texts
  const { deploy, purgeAt, ssh } = facts
  return [
    [terminalText[viewContext.locale].address, viewContext.siteUrl(facts.name)],
    [card.repository, plainLine(`${facts.repository}@${facts.branch}`)],
    ...(deploy ? ([[card.commit, commitLine(deploy, viewContext)]] satisfies [string, string][]) : []),
    ...(deploy?.stack ? [stackLine(deploy.stack, viewContext)] : []),
    [card.owner, plainLine(facts.owner)],
    purgeAt === undefined
      ? [card.expires, plainDate(facts.expiresAt, viewContext)]
      : [card.purge, plainDate(purgeAt, viewContext)],
    [card.accessUser, plainLine(facts.accessUser)],
    ...(facts.costs ? ([[card.costs, costsText(facts.costs, viewContext)]] satisfies [string, string][]) : []),
    ...(ssh ? ([[card.ssh, `ssh -p ${ssh.port} NAME@${plainLine(ssh.host)}`]] satisfies [string, string][]) : []),
  ]
}

function stackLine({ label, file }: NonNullable<Deploy['stack']>, { texts: { card } }: ViewContext): [string, string] {
  return [card.stack, card.detectedBy({ stack: plainLine(label), file: plainLine(file) })]
}

/** The lines above have the branch. */
const isBesides = (name: SettingName) => name !== 'branch'

/** What people set instead of what is detected or usual. */
function overrides(
  { spec }: Site,
  { texts }: ViewContext,
  isShown: (name: SettingName) => boolean = () => true,
): [string, string][] {
  const { args } = texts.operations.settings
  return settingNames.filter(isShown).flatMap((name): [string, string][] => {
    const value = siteSettings[name].shown(spec).replaceAll('\n', ', ')
    const { label } = args[name]
    return value === '' ? [] : [[label, plainLine(value)]]
  })
}

/** Clients who have a link, as an answer. */
export function shareLines(site: Site, viewContext: ViewContext): string {
  const { shares = [] } = cardFacts(site, viewContext.policy)
  const lines = shares.map((share) => `${plainLine(share.client)}: ${shareState(share, viewContext)}`)
  return lines.join('\n') || viewContext.texts.shares.none({ site: site.name })
}

/** The same on its own, as an answer. */
export function settingLines(site: Site, viewContext: ViewContext): string {
  return overrides(site, viewContext)
    .map(([label, value]) => `${label}: ${value}`)
    .join('\n')
}

function commitLine(
  { commit, subject, author, deployedAt }: NonNullable<CardFacts['deploy']>,
  viewContext: ViewContext,
): string {
  const by = viewContext.texts.card.by({ subject: plainLine(subject), author: plainLine(author) })
  const when = deployedAt === undefined ? '' : ` · ${plainDate(deployedAt, viewContext)}`
  return `${plainLine(commit.slice(0, 7))} ${by}${when}`
}

function failureLines({ failure, repository, branch, size }: CardFacts, viewContext: ViewContext): string[] {
  if (failure === undefined) return []
  const { card, reasons } = viewContext.texts
  const { reason, variables, detail = '', retryAt } = failure.failure
  const log = plainLines(detail)
  return [
    reasons[knownReason(reason)]({
      repository: plainLine(repository),
      branch: plainLine(branch),
      variables: variableNames(variables, plainLine),
      moreMemory: moreMemory(size, viewContext, plainLine),
    }),
    retryAt === undefined ? card.stuck : card.retryAt({ when: plainDate(retryAt, viewContext) }),
    ...(log === '' ? [] : [`${card.log}:`, log]),
  ]
}

function pageLines(page: Deploy['page'], { card }: ViewContext['texts']): string[] {
  const problem = knownPageProblem(page?.problem)
  if (page === undefined || problem === undefined) return []
  return [card.page[problem]({ status: page.status, hint: plainLine(page.hint ?? '') })]
}

/** What keeps people from being told or asked, and visitors from seeing what they should. */
function noteLines({ channelRefusal, ownerAbsence, owner, deploy }: CardFacts, { texts }: ViewContext): string[] {
  return [
    ...(channelRefusal
      ? [texts.channelClosed[closureOf(channelRefusal.code)]({ channel: plainLine(channelRefusal.channel) })]
      : []),
    ...pageLines(deploy?.page, texts),
    ...(deploy?.stack?.unbuilt === true ? [texts.card.unbuilt({ stack: plainLine(deploy.stack.label) })] : []),
    ...(ownerAbsence ? [texts.absences[ownerAbsence]({ owner: plainLine(owner) })] : []),
  ]
}
