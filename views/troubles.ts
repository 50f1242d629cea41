import type { KnownBlock } from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import type { Troubles } from '../src/site/site.ts'
import { context, section } from './blocks.ts'
import { logBlocks, moreMemory, reasonText } from './failure.ts'
import { codeBlock, codeSpan, untrusted } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** Leaves room for the sentence in a section's 3000. */
const MAX_PROGRAM_LOG = 1700
/** Programs whose logs are shown; the others are named. */
const LOGS_SHOWN = 3

type TroubleFacts = Pick<CardFacts, 'repository' | 'branch' | 'deploy' | 'troubles' | 'size'>

/** What is wrong with a site that is served all the same, with the ends of the logs; none where all is well. */
export function troubleBlocks(facts: TroubleFacts, viewContext: ViewContext): KnownBlock[] {
  return [...deployBlocks(facts, viewContext), ...programBlocks(facts, viewContext)]
}

function deployBlocks(facts: TroubleFacts, viewContext: ViewContext): KnownBlock[] {
  const { deploy } = facts.troubles ?? {}
  if (deploy === undefined) return []
  const commit = codeSpan(deploy.commit?.slice(0, 7) ?? '')
  const reason = reasonText(facts, deploy, viewContext)
  return [
    section(`⚠️ ${viewContext.texts.card.deployFailed({ commit, reason })}`),
    ...logBlocks(deploy.log, viewContext),
  ]
}

/** The commit whose deploy failed, and its author, where that's known. */
export function failedCommit({ troubles }: Pick<CardFacts, 'troubles'>, { texts }: ViewContext): KnownBlock[] {
  const { commit, subject, author } = troubles?.deploy ?? {}
  if (commit === undefined || subject === undefined || author === undefined) return []
  const by = texts.card.by({ subject: untrusted(subject, 120), author: untrusted(author, 60) })
  return [context(`${codeSpan(commit.slice(0, 7))} ${by}`)]
}

/** A section for each of the first programs, with its log, and one that names the others. */
export function programBlocks({ troubles, size }: TroubleFacts, viewContext: ViewContext): KnownBlock[] {
  const { card } = viewContext.texts
  const programs = troubles?.programs ?? []
  const sentenceOf = (some: Troubles['programs']) => {
    const named = { programs: programNames(some), count: some.length }
    const isStarved = some.every(({ memory }) => memory === true)
    const advice = { ...named, moreMemory: moreMemory(size, viewContext, codeSpan) }
    return `⚠️ ${isStarved ? card.keepsRunningOut(advice) : card.keepsCrashing(named)}`
  }
  const shown = programs.slice(0, LOGS_SHOWN).map((program) => {
    const sentence = sentenceOf([program])
    const log = codeBlock(program.log, MAX_PROGRAM_LOG)
    return section(log === '' ? sentence : `${sentence}\n${log}`)
  })
  const others = programs.slice(LOGS_SHOWN)
  if (others.length === 0) return shown
  return [...shown, section(sentenceOf(others))]
}

export function programNames(programs: Troubles['programs']): string {
  return programs.map(({ name }) => codeSpan(name, 40)).join(', ')
}
