import type { KnownBlock } from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import type { Troubles } from '../src/site/site.ts'
import { section } from './blocks.ts'
import { logBlocks, reasonText } from './failure.ts'
import { codeBlock, codeSpan } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** Leaves room for the sentence in a section's 3000. */
const MAX_PROGRAM_LOG = 1700
/** Programs whose logs are shown; the others are named. */
const LOGS_SHOWN = 3

type TroubleFacts = Pick<CardFacts, 'repository' | 'branch' | 'deploy' | 'troubles'>

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

/** A section for each of the first programs, with its log, and one that names the others. */
export function programBlocks({ troubles }: TroubleFacts, { texts }: ViewContext): KnownBlock[] {
  const programs = troubles?.programs ?? []
  const sentenceOf = (some: Troubles['programs']) =>
    `⚠️ ${texts.card.keepsCrashing({ programs: programNames(some), count: some.length })}`
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
