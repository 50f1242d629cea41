import { logAccess } from '../src/site/logs.ts'
import { operationNamed } from '../src/site/operations/all.ts'
import { money } from './money.ts'
import { channelMention, codeSpan, groupMention, mention, plainDate, plainDay, truncate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'
import type { Show } from './text/texts.ts'

/** Values as messages show them. */
export function mrkdwnShow(viewContext: ViewContext): Show {
  return {
    text: (untrusted) => codeSpan(untrusted),
    moment: (at) => plainDate(at, viewContext),
    day: (date) => plainDay(date, viewContext),
    amount: (amount) => money(amount, viewContext),
    person: mention,
    channel: channelMention,
    group: groupMention,
    operation: (name, site) => verbOf(name, site, viewContext),
    command: (words) => codeSpan(slashCommand(words)),
    listCommand: (owner) => codeSpan(slashCommand(owner === undefined ? 'list all' : 'list')),
  }
}

/** Values as they can be shown where there is no mrkdwn: at a form's field. */
export function plainShow(viewContext: ViewContext): Show {
  return {
    text: (untrusted) => truncate(untrusted, 100),
    moment: (at) => plainDate(at, viewContext),
    day: (date) => plainDay(date, viewContext),
    amount: (amount) => money(amount, viewContext),
    person: (_, otherwise) => otherwise,
    channel: (_, otherwise) => otherwise,
    group: (_, otherwise) => otherwise,
    operation: (name, site) => verbOf(name, site, viewContext),
    command: (words) => truncate(slashCommand(words), 100),
    listCommand: (owner) => slashCommand(owner === undefined ? 'list all' : 'list'),
  }
}

const slashCommand = (words: string) => `/testsite ${words}`

/** What cannot be done, as it stands in a sentence. */
export function verbOf(operation: string, site: string, { texts }: Pick<ViewContext, 'texts'>): string {
  if (operation === logAccess.name) return texts.logs.verb({ site })
  const known = operationNamed(operation)
  return known === undefined ? operation : texts.operations[known.name].verb({ site })
}
