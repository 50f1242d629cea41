import { channelMention, codeSpan, groupMention, mention, plainDate, plainDay, slackDate, truncate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'
import type { Show } from './text/texts.ts'

/** Values as messages show them. */
export function mrkdwnShow(viewContext: ViewContext): Show {
  return {
    text: (untrusted) => codeSpan(untrusted),
    moment: (at) => slackDate(at, viewContext),
    day: (date) => plainDay(date, viewContext),
    person: mention,
    channel: channelMention,
    group: groupMention,
  }
}

/** Values as they can be shown where there is no mrkdwn: at a form's field. */
export function plainShow(viewContext: ViewContext): Show {
  return {
    text: (untrusted) => truncate(untrusted, 100),
    moment: (at) => plainDate(at, viewContext),
    day: (date) => plainDay(date, viewContext),
    person: (_, otherwise) => otherwise,
    channel: (_, otherwise) => otherwise,
    group: (_, otherwise) => otherwise,
  }
}
