import type { Outcome } from '../src/control/run-on-many.ts'
import type { UserError } from '../src/site/user-error.ts'
import { type MessageView, section } from './blocks.ts'
import { bold, codeSpan, plainDate } from './mrkdwn.ts'
import { errorText } from './problem.ts'
import { actionLabel, type ManyAction } from './select-form.ts'
import { mrkdwnShow } from './show.ts'
import type { ViewContext } from './view-context.ts'

/** Slack's limit for a section. */
const MAX_SECTION = 3000
/** A message holds about 13,000 characters. */
const MAX_WHY = 4500
const NAMES_PER_LINE = 25

/** To the person who asked: what became of each site. Sites with the same outcome share a line. */
export function manyOutcomes(action: ManyAction, outcomes: readonly Outcome[], viewContext: ViewContext): MessageView {
  const { select } = viewContext.texts
  const done = outcomes.filter((outcome) => outcome.is === 'done').length
  const title = select.outcome({ action: bold(actionLabel(action, viewContext)), done, count: outcomes.length })
  const lines = [title, ...doneLines(action, outcomes, viewContext), ...otherLines(outcomes, viewContext)]
  return { text: title, blocks: packed(lines).map(section) }
}

function doneLines({ operation }: ManyAction, outcomes: readonly Outcome[], viewContext: ViewContext): string[] {
  const end = (outcome: Outcome) =>
    outcome.is === 'done' && operation === 'extend'
      ? ` · ${viewContext.texts.expiresAt({ when: plainDate(outcome.site.spec.expiresAt, viewContext) })}`
      : ''
  const groups = grouped(
    outcomes.filter(({ is }) => is === 'done'),
    end,
  )
  return [...groups].flatMap(([until, group]) => nameLines(group).map((names) => `✅ ${names}${until}`))
}

function grouped(outcomes: readonly Outcome[], textOf: (outcome: Outcome) => string): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const text = textOf(outcome)
    groups.set(text, [...(groups.get(text) ?? []), outcome])
  }
  return groups
}

/** Why sites were refused, as far as there is room; at least which. */
function otherLines(outcomes: readonly Outcome[], viewContext: ViewContext): string[] {
  const { select, unexpected } = viewContext.texts
  const why = (outcome: Outcome) => {
    if (outcome.is === 'refused') return reasonFor(outcome.error, outcome.name, viewContext)
    return outcome.is === 'broken' ? unexpected({ reference: codeSpan(outcome.reference) }) : select.notBegun
  }
  const groups = grouped(
    outcomes.filter(({ is }) => is !== 'done'),
    why,
  )
  const lines: string[] = []
  const unsaid: Outcome[] = []
  let length = 0
  for (const [reason, group] of groups) {
    length += reason.length
    if (length > MAX_WHY) unsaid.push(...group)
    else lines.push(...nameLines(group).map((names) => `⚠️ ${names}: ${reason}`))
  }
  return [...lines, ...nameLines(unsaid).map((names) => `⚠️ ${select.otherReasons({ names })}`)]
}

/** With what stands for a name in usage instead of the site's, since others are refused for the same. */
function reasonFor(error: UserError, name: string, viewContext: ViewContext): string {
  const show = mrkdwnShow(viewContext)
  const { siteName } = viewContext.texts
  const unnamed = (value: string) =>
    value === name || value.endsWith(` ${name}`) ? `${value.slice(0, -name.length)}${siteName}` : value
  const text = (value: string) => show.text(unnamed(value))
  const command = (words: string) => show.command(unnamed(words))
  return errorText(error, { ...show, text, command }, viewContext)
}

function nameLines(group: readonly Outcome[]): string[] {
  const lines: string[] = []
  for (let from = 0; from < group.length; from += NAMES_PER_LINE) {
    const part = group.slice(from, from + NAMES_PER_LINE)
    lines.push(part.map(({ name }) => codeSpan(name)).join(', '))
  }
  return lines
}

/** In as few texts as there is room for. */
function packed(lines: readonly string[]): string[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + line.length < MAX_SECTION) texts.splice(-1, 1, `${last}\n${line}`)
    else texts.push(line)
  }
  return texts
}
