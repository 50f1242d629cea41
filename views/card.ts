import type { KnownBlock, SectionBlock } from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import type { StageProgress } from '../src/site/progress.ts'
import { context, type MessageView, section } from './blocks.ts'
import { channelClosed } from './channel-closed.ts'
import { failureBlocks, reasonText } from './failure.ts'
import { historyLine } from './history-line.ts'
import { logins } from './logins.ts'
import { bold, codeSpan, link, mention, mrkdwn, slackDate, untrusted } from './mrkdwn.ts'
import { absenceText } from './owner.ts'
import { phaseMarks } from './phase-mark.ts'
import type { Reader } from './reader.ts'
import { siteControls } from './site-controls.ts'
import { troubleBlocks } from './troubles.ts'

/** A site's card: how it stands, and the buttons that make sense now. */
export function cardMessage(facts: CardFacts & { id: string }, reader: Reader): MessageView {
  if (facts.phase === 'purging') return goneMessage(facts, reader)
  const blocks: KnownBlock[] = [
    section(headline(facts, reader)),
    { type: 'section', fields: fields(facts, reader).map((text) => mrkdwn(text, 2000)) } satisfies SectionBlock,
    ...(facts.progress.length > 0 ? [section(progressList(facts.progress, reader))] : []),
    ...failureBlocks(facts, reader),
    ...troubleBlocks(facts, reader),
    ...siteControls(facts, reader),
    ...notes(facts, reader),
  ]
  return { text: spoken(facts, reader), blocks }
}

/** Its last edit, after which nobody can do anything about it. */
function goneMessage(facts: CardFacts, reader: Reader): MessageView {
  const gone = reader.texts.card.gone({ site: bold(facts.name) })
  const heading = `${phaseMarks.purging} ${bold(reader.texts.phases.purging)}`
  const text = `${facts.name}: ${reader.texts.phases.purging}`
  return {
    text,
    blocks: [section(`${heading}\n${gone}`), ...failureBlocks(facts, reader), ...lastChange(facts, reader)],
  }
}

function spoken({ name, phase, expiresAt, purgeAt }: CardFacts, reader: Reader): string {
  const { texts, siteUrl } = reader
  const parts = [`${phaseMarks[phase]} ${name}: ${texts.phases[phase]}`]
  if (phase === 'ready') parts.push(siteUrl(name))
  parts.push(
    purgeAt === undefined
      ? texts.expiresAt({ when: slackDate(expiresAt, reader) })
      : texts.purgedAt({ when: slackDate(purgeAt, reader) }),
  )
  return parts.join(' · ')
}

function headline({ name, phase }: CardFacts, { texts, siteUrl, siteHost }: Reader): string {
  return `${phaseMarks[phase]} ${bold(texts.phases[phase])}\n${bold(link(siteUrl(name), siteHost(name)))}`
}

function fields(facts: CardFacts, reader: Reader): string[] {
  const { card } = reader.texts
  const labelled = (label: string, value: string) => `${bold(label)}\n${value}`
  const { deploy, purgeAt, ssh } = facts
  return [
    labelled(card.repository, codeSpan(`${facts.repository}@${facts.branch}`, 200)),
    ...(deploy ? [labelled(card.commit, commitLine(deploy, reader))] : []),
    labelled(card.owner, mention(facts.owner)),
    purgeAt === undefined
      ? labelled(card.expires, slackDate(facts.expiresAt, reader))
      : labelled(card.purge, slackDate(purgeAt, reader)),
    labelled(card.accessUser, codeSpan(facts.accessUser)),
    ...(ssh ? [labelled(card.ssh, codeSpan(sshCommand(ssh), 300))] : []),
  ]
}

function commitLine({ commit, subject, author, deployedAt }: NonNullable<CardFacts['deploy']>, reader: Reader): string {
  const by = reader.texts.card.by({ subject: untrusted(subject, 120), author: untrusted(author, 60) })
  const when = deployedAt === undefined ? '' : `\n${slackDate(deployedAt, reader)}`
  return `${codeSpan(commit.slice(0, 7))} ${by}${when}`
}

/** `NAME` is the reader's own Linux user, which the card cannot know. */
function sshCommand({ host, port }: { host: string; port: number }): string {
  return port === 22 ? `ssh NAME@${host}` : `ssh -p ${port} NAME@${host}`
}

const STAGE_MARKS: Record<StageProgress['state'], string> = { done: '✓', underWay: '◐', left: '○' }

function progressList(progress: StageProgress[], { texts }: Reader): string {
  return progress
    .map(({ stage, state, lastTookMs }) => {
      const line = `${STAGE_MARKS[state]} ${texts.stages[stage]}`
      if (state !== 'underWay' || lastTookMs === undefined) return line
      return `${line} · ${texts.card.usuallyTakes({ duration: texts.duration(lastTookMs) })}`
    })
    .join('\n')
}

function notes(facts: CardFacts, reader: Reader): KnownBlock[] {
  const isLimited = reader.machines === 'embedded' && facts.ssh === undefined && facts.purgeAt === undefined
  const { card } = reader.texts
  return [
    ...(facts.withoutKeys ? [context(card.withoutKeys({ people: logins(facts.withoutKeys, reader) }))] : []),
    ...(facts.teamGone ? [context(teamGoneLine(facts.teamGone, reader))] : []),
    ...(facts.channelRefusal ? [context(`⚠️ ${channelClosed(facts.channelRefusal, reader)}`)] : []),
    ...(facts.ownerAbsence ? [context(`⚠️ ${absenceText(facts, reader)} ${card.adoptable}`)] : []),
    ...(facts.untold === undefined ? [] : [context(card.untold({ reason: reasonText(facts, facts.untold, reader) }))]),
    ...(facts.leftAt === undefined ? [] : [context(card.left({ repository: codeSpan(facts.leftAt, 200) }))]),
    ...(facts.spot === true ? [context(card.spot)] : []),
    ...(isLimited ? [context(card.embedded)] : []),
    ...lastChange(facts, reader),
  ]
}

function teamGoneLine({ team, until }: NonNullable<CardFacts['teamGone']>, reader: Reader): string {
  const when = until === undefined ? '' : slackDate(until, reader)
  return reader.texts.card.teamGone({ team: codeSpan(team, 140), until: when })
}

function lastChange({ lastChange: entry }: CardFacts, reader: Reader): KnownBlock[] {
  return entry === undefined ? [] : [context(`${historyLine(entry, reader)} · ${slackDate(entry.at, reader)}`)]
}
