import type { OperationName } from '../../src/site/operations/all.ts'
import type { Site } from '../../src/site/site.ts'
import type { UserError, UserErrorCode } from '../../src/site/user-error.ts'
import { money } from '../money.ts'
import { plainDate, plainDay } from '../mrkdwn.ts'
import { doneText } from '../operation-text.ts'
import { verbOf } from '../show.ts'
import type { ViewContext } from '../view-context.ts'
import type { Show } from '../text/texts.ts'
import { plainLine } from './plain-line.ts'

/** To the person who asked: it's done, or under way. `site` is as it was saved. */
export function doneLine(operation: OperationName, site: Site, viewContext: ViewContext): string {
  return doneText(operation, site, site.name, terminalShow(viewContext), viewContext)
}

export function createdLine({ name, spec }: Site, { texts }: ViewContext): string {
  return texts.created({ site: name, channel: plainLine(spec.channel) })
}

/** What is wrong and what to do about it. */
export function errorLine<C extends UserErrorCode>({ code, params }: UserError<C>, viewContext: ViewContext): string {
  return viewContext.texts.errors[code](params, terminalShow(viewContext))
}

/** People are named by their ids: nobody is there to be asked for their names. */
export function terminalShow(viewContext: ViewContext): Show {
  return {
    text: (untrusted) => plainLine(untrusted),
    moment: (at) => plainDate(at, viewContext),
    day: (date) => plainDay(date, viewContext),
    amount: (amount) => money(amount, viewContext),
    person: (id) => plainLine(id),
    channel: (id) => plainLine(id),
    group: (id) => plainLine(id),
    operation: (name, site) => verbOf(name, site, viewContext),
    command: (words) => plainLine(`pokopoko ${words}`),
    listCommand: (owner) => plainLine(['pokopoko list', ...(owner === undefined ? [] : ['--owner', owner])].join(' ')),
  }
}
