import { channelMention, codeSpan, groupMention, mention, plainDate, plainDay, slackDate, truncate } from './mrkdwn.ts'
import type { Reader } from './reader.ts'
import type { Show } from './text/texts.ts'

/** Values as messages show them. */
export function mrkdwnShow(reader: Reader): Show {
  return {
    text: (untrusted) => codeSpan(untrusted),
    moment: (at) => slackDate(at, reader),
    day: (date) => plainDay(date, reader),
    person: mention,
    channel: channelMention,
    group: groupMention,
  }
}

/** Values as they can be shown where there is no mrkdwn: at a form's field. */
export function plainShow(reader: Reader): Show {
  return {
    text: (untrusted) => truncate(untrusted, 100),
    moment: (at) => plainDate(at, reader),
    day: (date) => plainDay(date, reader),
    person: () => reader.texts.somebody,
    channel: () => reader.texts.someChannel,
    group: () => reader.texts.someGroup,
  }
}
