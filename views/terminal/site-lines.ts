import { type CardFacts, cardFacts } from '../../src/site/card.ts'
import { knownReason } from '../../src/site/failure-reasons.ts'
import type { HistoryEntry, Site } from '../../src/site/site.ts'
import { closureOf } from '../channel-closed.ts'
import { plainDate } from '../mrkdwn.ts'
import { phaseMarks } from '../phase-mark.ts'
import type { Reader } from '../reader.ts'
import { terminalText } from '../text/terminal.ts'
import { plainLine, plainLines } from './plain-line.ts'

/** All that a site's card shows, and what was asked of it so far. */
export function siteLines(site: Site, reader: Reader): string {
  const facts = cardFacts(site, reader.policy)
  const { texts } = reader
  return [
    `${phaseMarks[facts.phase]} ${facts.name}: ${texts.phases[facts.phase]}`,
    ...fields(facts, reader).map(([label, value]) => `${label}: ${value}`),
    ...failureLines(facts, reader),
    ...noteLines(facts, reader),
    ...site.history.map((entry) => `${plainDate(entry.at, reader)}  ${historyLine(entry, reader)}`),
  ].join('\n')
}

function fields(facts: CardFacts, reader: Reader): [string, string][] {
  const { card } = reader.texts
  const { deploy, purgeAt, ssh } = facts
  return [
    [terminalText[reader.locale].address, reader.siteUrl(facts.name)],
    [card.repository, plainLine(`${facts.repository}@${facts.branch}`)],
    ...(deploy ? ([[card.commit, commitLine(deploy, reader)]] satisfies [string, string][]) : []),
    [card.owner, plainLine(facts.owner)],
    purgeAt === undefined
      ? [card.expires, plainDate(facts.expiresAt, reader)]
      : [card.purge, plainDate(purgeAt, reader)],
    [card.accessUser, plainLine(facts.accessUser)],
    ...(ssh ? ([[card.ssh, `ssh -p ${ssh.port} NAME@${plainLine(ssh.host)}`]] satisfies [string, string][]) : []),
  ]
}

function commitLine({ commit, subject, author, deployedAt }: NonNullable<CardFacts['deploy']>, reader: Reader): string {
  const by = reader.texts.card.by({ subject: plainLine(subject), author: plainLine(author) })
  const when = deployedAt === undefined ? '' : ` · ${plainDate(deployedAt, reader)}`
  return `${plainLine(commit.slice(0, 7))} ${by}${when}`
}

function failureLines({ failure, repository, branch }: CardFacts, reader: Reader): string[] {
  if (failure === undefined) return []
  const { card, reasons } = reader.texts
  const { reason, detail = '', retryAt } = failure.failure
  const log = plainLines(detail)
  return [
    reasons[knownReason(reason)]({ repository: plainLine(repository), branch: plainLine(branch) }),
    retryAt === undefined ? card.stuck : card.retryAt({ when: plainDate(retryAt, reader) }),
    ...(log === '' ? [] : [`${card.log}:`, log]),
  ]
}

/** What keeps people from being told, or asked. */
function noteLines({ channelRefusal, ownerAbsence, owner }: CardFacts, { texts }: Reader): string[] {
  return [
    ...(channelRefusal
      ? [texts.channelClosed[closureOf(channelRefusal.code)]({ channel: plainLine(channelRefusal.channel) })]
      : []),
    ...(ownerAbsence ? [texts.absences[ownerAbsence]({ owner: plainLine(owner) })] : []),
  ]
}

function historyLine({ action, by, to }: HistoryEntry, reader: Reader): string {
  const target = to === undefined ? {} : { to: typeof to === 'number' ? plainDate(to, reader) : plainLine(to) }
  return reader.texts.history[action]({ by: plainLine(by), ...target })
}
