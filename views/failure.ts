import type { KnownBlock } from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import { type FailureReason, knownReason } from '../src/site/failure-reasons.ts'
import type { Deploy } from '../src/site/site.ts'
import { section } from './blocks.ts'
import { bold, codeBlock, codeSpan, plainDate } from './mrkdwn.ts'
import type { Texts } from './text/texts.ts'
import type { ViewContext } from './view-context.ts'

/** Leaves room for the label and the code marks in a section's 3000. */
const MAX_LOG = 2500

/** Of the variables that an environment lacks, how many are named. */
const MAX_VARIABLES = 8

/** What went wrong and what to do, as mrkdwn; and whether visitors see something meanwhile. */
export function reasonText(
  { repository, branch, deploy, size }: Pick<CardFacts, 'repository' | 'branch' | 'deploy' | 'size'>,
  { reason, variables }: { reason: string; variables?: string[] | undefined },
  viewContext: ViewContext,
): string {
  const { texts } = viewContext
  const text = texts.reasons[knownReason(reason)]({
    repository: codeSpan(repository, 140),
    branch: codeSpan(branch),
    variables: variableNames(variables, (name) => codeSpan(name, 60)),
    moreMemory: moreMemory(size, viewContext, codeSpan),
  })
  return `${text}${previousStays(reason, deploy, texts)}`
}

/** How a site of that size gets more memory. */
export function moreMemory(
  size: string | undefined,
  { texts, sizes = [] }: ViewContext,
  show: (size: string) => string,
): string {
  const next = size === undefined || !sizes.includes(size) ? undefined : sizes[sizes.indexOf(size) + 1]
  return texts.moreMemory({ size: show(size ?? ''), next: next === undefined ? '' : show(next) })
}

/** What follows the reason, if visitors see an earlier deploy meanwhile. */
export function previousStays(reason: string, deploy: Deploy | undefined, { card }: Pick<Texts, 'card'>): string {
  return deploy !== undefined && OF_DEPLOYS.has(knownReason(reason)) ? ` ${card.previousStays}` : ''
}

/** A deploy that fails so leaves what was deployed before. */
const OF_DEPLOYS: ReadonlySet<FailureReason> = new Set([
  'app-directory-missing',
  'build-failed',
  'build-out-of-memory',
  'build-too-slow',
  'document-root-missing',
  'environment-missing',
  'lfs-missing',
  'procfile-invalid',
  'release-failed',
  'release-out-of-memory',
  'service-failed',
  'start-failed',
  'start-out-of-memory',
  'start-missing',
  'submodule-missing',
])

/** The first of them, separated by commas. */
export function variableNames(names: readonly string[] = [], show: (name: string) => string): string {
  const shown = names.slice(0, MAX_VARIABLES).map(show)
  return [...shown, ...(names.length > MAX_VARIABLES ? ['…'] : [])].join(', ')
}

/** Why it is in trouble, when it is tried again, and the end of the log. */
export function failureBlocks(facts: CardFacts, viewContext: ViewContext): KnownBlock[] {
  if (facts.failure === undefined) return []
  const { detail = '', retryAt } = facts.failure.failure
  const { card } = viewContext.texts
  const next = retryAt === undefined ? card.stuck : card.retryAt({ when: plainDate(retryAt, viewContext) })
  return [
    section(`⚠️ ${reasonText(facts, facts.failure.failure, viewContext)}\n${next}`),
    ...logBlocks(detail, viewContext),
  ]
}

/** The end of a log under its heading; none for an empty one. */
export function logBlocks(text: string, { texts }: ViewContext): KnownBlock[] {
  const log = codeBlock(text, MAX_LOG)
  return log === '' ? [] : [section(`${bold(texts.card.log)}\n${log}`)]
}
