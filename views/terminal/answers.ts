import type { SiteAction } from '../../src/site/actions.ts'
import type { Site } from '../../src/site/site.ts'
import type { UserError, UserErrorCode } from '../../src/site/user-error.ts'
import { plainDate, plainDay } from '../mrkdwn.ts'
import type { ViewContext } from '../view-context.ts'
import type { Show } from '../text/texts.ts'
import { plainLine } from './plain-line.ts'

/** To whoever asked: it was granted. `site` is as it was saved. */
export function doneLine(action: SiteAction | 'create', { name, spec }: Site, viewContext: ViewContext): string {
  const to = action === 'handOver' ? plainLine(spec.owner) : plainDate(spec.expiresAt, viewContext)
  return viewContext.texts.done[action]({ site: name, to, channel: plainLine(spec.channel) })
}

/** What is wrong and what to do about it. */
export function errorLine<C extends UserErrorCode>({ code, params }: UserError<C>, viewContext: ViewContext): string {
  return viewContext.texts.errors[code](params, terminalShow(viewContext))
}

/** People are told by their ids: nobody is there to be asked for their names. */
function terminalShow(viewContext: ViewContext): Show {
  return {
    text: (untrusted) => plainLine(untrusted),
    moment: (at) => plainDate(at, viewContext),
    day: (date) => plainDay(date, viewContext),
    person: (id) => plainLine(id),
    channel: (id) => plainLine(id),
    group: (id) => plainLine(id),
  }
}
