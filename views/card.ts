import type { KnownBlock, SectionBlock } from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import { knownPageProblem } from '../src/site/machine-facts.ts'
import type { Deploy } from '../src/site/site.ts'
import type { StageProgress } from '../src/site/progress.ts'
import { context, type MessageView, section } from './blocks.ts'
import { channelClosed } from './channel-closed.ts'
import { deployingLine } from './deploying.ts'
import { failureBlocks, reasonText } from './failure.ts'
import { historyLine } from './operation-text.ts'
import { logins } from './logins.ts'
import { costsText } from './money.ts'
import { bold, codeSpan, link, mention, mrkdwn, plainDate, untrusted } from './mrkdwn.ts'
import { absenceText } from './owner.ts'
import { pictureOf } from './picture.ts'
import { phaseMarks } from './phase-mark.ts'
import type { ViewContext } from './view-context.ts'
import { sharesOnCard } from './shares.ts'
import { siteControls } from './site-controls.ts'
import { troubleBlocks } from './troubles.ts'

/** A site's card: how it stands, and the buttons that make sense now. */
export function cardMessage(facts: CardFacts & { id: string }, viewContext: ViewContext): MessageView {
  if (facts.phase === 'purging') return goneMessage(facts, viewContext)
  const blocks: KnownBlock[] = [
    section(headline(facts, viewContext)),
    { type: 'section', fields: fields(facts, viewContext).map((text) => mrkdwn(text, 2000)) } satisfies SectionBlock,
    ...(facts.picture === undefined ? [] : [pictureOf(facts.name, facts.picture, viewContext)]),
    ...(facts.progress.length > 0 ? [section(progressList(facts.progress, viewContext))] : []),
    ...deployingBlocks(facts, viewContext),
    ...failureBlocks(facts, viewContext),
    ...troubleBlocks(facts, viewContext),
    ...siteControls(facts, viewContext),
    ...sharesOnCard(facts, viewContext),
    ...notes(facts, viewContext),
  ]
  return { text: spokenCard(facts, viewContext), blocks }
}

/** Its last edit, after which nobody can do anything about it. */
function goneMessage(facts: CardFacts, viewContext: ViewContext): MessageView {
  const gone = viewContext.texts.card.gone({ site: bold(facts.name) })
  const heading = `${phaseMarks.purging} ${bold(viewContext.texts.phases.purging)}`
  const text = `${facts.name}: ${viewContext.texts.phases.purging}`
  return {
    text,
    blocks: [section(`${heading}\n${gone}`), ...failureBlocks(facts, viewContext), ...lastChange(facts, viewContext)],
  }
}

/** For screen readers and notifications. */
export function spokenCard({ name, phase, expiresAt, purgeAt }: CardFacts, viewContext: ViewContext): string {
  const { texts, siteUrl } = viewContext
  const parts = [`${phaseMarks[phase]} ${name}: ${texts.phases[phase]}`]
  if (phase === 'ready') parts.push(siteUrl(name))
  parts.push(
    purgeAt === undefined
      ? texts.expiresAt({ when: plainDate(expiresAt, viewContext) })
      : texts.purgedAt({ when: plainDate(purgeAt, viewContext) }),
  )
  return parts.join(' · ')
}

function headline({ name, phase, note }: CardFacts, { texts, siteUrl, siteHost }: ViewContext): string {
  const about = note === undefined ? '' : `\n${untrusted(note)}`
  return `${phaseMarks[phase]} ${bold(texts.phases[phase])}\n${bold(link(siteUrl(name), siteHost(name)))}${about}`
}

function fields(facts: CardFacts, viewContext: ViewContext): string[] {
  const { card } = viewContext.texts
  const labelled = (label: string, value: string) => `${bold(label)}\n${value}`
  const { deploy, purgeAt, ssh } = facts
  return [
    labelled(card.repository, codeSpan(`${facts.repository}@${facts.branch}`, 200)),
    ...(deploy ? [labelled(card.commit, commitLine(deploy, viewContext))] : []),
    ...(deploy?.stack ? [labelled(card.stack, stackLine(deploy.stack, viewContext))] : []),
    labelled(card.owner, mention(facts.owner)),
    purgeAt === undefined
      ? labelled(card.expires, plainDate(facts.expiresAt, viewContext))
      : labelled(card.purge, plainDate(purgeAt, viewContext)),
    labelled(card.accessUser, codeSpan(facts.accessUser)),
    ...(facts.costs ? [labelled(card.costs, costsText(facts.costs, viewContext))] : []),
    ...(ssh ? [labelled(card.ssh, codeSpan(sshCommand(ssh), 300))] : []),
  ]
}

/** Untrusted: the repository's own build can write some of it. */
function stackLine({ label, file }: NonNullable<Deploy['stack']>, { texts }: ViewContext): string {
  return texts.card.detectedBy({ stack: untrusted(label, 100), file: codeSpan(file, 60) })
}

function commitLine(deploy: Deploy, viewContext: ViewContext): string {
  const { deployedAt } = deploy
  const when = deployedAt === undefined ? '' : `\n${plainDate(deployedAt, viewContext)}`
  return `${commitText(deploy, viewContext)}${when}`
}

export function commitText({ commit, subject, author }: Deploy, { texts }: ViewContext): string {
  const by = texts.card.by({ subject: untrusted(subject, 120), author: untrusted(author, 60) })
  return `${codeSpan(commit.slice(0, 7))} ${by}`
}

/** `NAME` is the reader's own Linux user, which the card cannot know. */
function sshCommand({ host, port }: { host: string; port: number }): string {
  return port === 22 ? `ssh NAME@${host}` : `ssh -p ${port} NAME@${host}`
}

const STAGE_MARKS: Record<StageProgress['state'], string> = { done: '✓', underWay: '◐', left: '○' }

function progressList(progress: StageProgress[], { texts }: ViewContext): string {
  return progress
    .map(({ stage, state, lastTookMs }) => {
      const line = `${STAGE_MARKS[state]} ${texts.stages[stage]}`
      if (state !== 'underWay' || lastTookMs === undefined) return line
      return `${line} · ${texts.card.usuallyTakes({ duration: texts.duration(lastTookMs) })}`
    })
    .join('\n')
}

function deployingBlocks({ deploying }: CardFacts, viewContext: ViewContext): KnownBlock[] {
  const line = deployingLine(deploying, viewContext)
  return line === '' ? [] : [context(`${STAGE_MARKS.underWay} ${line}`)]
}

function idleLine({ asleepAt, idleMs }: NonNullable<CardFacts['idle']>, viewContext: ViewContext): string {
  const { texts } = viewContext
  return texts.card.idle({ when: plainDate(asleepAt, viewContext), duration: texts.duration(idleMs) })
}

function notes(facts: CardFacts, viewContext: ViewContext): KnownBlock[] {
  const isLimited = viewContext.machines === 'embedded' && facts.ssh === undefined && facts.purgeAt === undefined
  const { card } = viewContext.texts
  const { stack } = facts.deploy ?? {}
  return [
    ...(facts.withoutKeys ? [context(card.withoutKeys({ people: logins(facts.withoutKeys, viewContext) }))] : []),
    ...(facts.withoutAccount
      ? [context(card.withoutAccount({ people: logins(facts.withoutAccount, viewContext) }))]
      : []),
    ...(facts.teamGone ? [context(teamGoneLine(facts.teamGone, viewContext))] : []),
    ...(facts.channelRefusal ? [context(`⚠️ ${channelClosed(facts.channelRefusal, viewContext)}`)] : []),
    ...(facts.ownerAbsence ? [context(`⚠️ ${absenceText(facts, viewContext)} ${card.adoptable}`)] : []),
    ...(facts.reportFailure === undefined
      ? []
      : [context(card.unreported({ reason: reasonText(facts, { reason: facts.reportFailure }, viewContext) }))]),
    ...(facts.unrevokedAt === undefined ? [] : [context(card.left({ repository: codeSpan(facts.unrevokedAt, 200) }))]),
    ...(facts.idle === undefined ? [] : [context(idleLine(facts.idle, viewContext))]),
    ...(facts.keptAwakeUntil === undefined
      ? []
      : [context(card.keptAwake({ when: plainDate(facts.keptAwakeUntil, viewContext) }))]),
    ...(facts.waiting === undefined ? [] : [context(card.waiting({ commit: codeSpan(facts.waiting.slice(0, 7)) }))]),
    ...(facts.spot === true ? [context(card.spot)] : []),
    ...(facts.purgeAt === undefined && stack?.unbuilt === true
      ? [context(`⚠️ ${card.unbuilt({ stack: untrusted(stack.label, 150) })}`)]
      : []),
    ...(facts.purgeAt === undefined ? pageNotes(facts, viewContext) : []),
    ...(isLimited ? [context(card.embedded)] : []),
    ...lastChange(facts, viewContext),
  ]
}

function pageNotes({ deploy }: CardFacts, { texts: { card } }: ViewContext): KnownBlock[] {
  const { page } = deploy ?? {}
  const problem = knownPageProblem(page?.problem)
  if (page === undefined || problem === undefined) return []
  const hint = page.hint === undefined ? '' : codeSpan(page.hint, 60)
  return [context(`⚠️ ${card.page[problem]({ status: page.status, hint })}`)]
}

function teamGoneLine({ team, until }: NonNullable<CardFacts['teamGone']>, viewContext: ViewContext): string {
  const when = until === undefined ? '' : plainDate(until, viewContext)
  return viewContext.texts.card.teamGone({ team: codeSpan(team, 140), until: when })
}

function lastChange({ lastChange: entry }: CardFacts, viewContext: ViewContext): KnownBlock[] {
  return entry === undefined
    ? []
    : [context(`${historyLine(entry, viewContext)} · ${plainDate(entry.at, viewContext)}`)]
}
