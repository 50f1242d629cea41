import type { PlainTextOption } from '@slack/types'
import { option } from './blocks.ts'
import { selectOptions } from './inputs.ts'
import { truncate } from './mrkdwn.ts'
import type { NoOffer } from './text/no-offer.ts'
import type { ViewContext } from './view-context.ts'

/** The value of an option that only says why there is none: can be no repository, branch or team. Who picks it has picked nothing. */
export const NOTHING_PICKED = '//'

/** The names, or else why there are none: Slack itself would only say that there are no results. */
export function offeredOptions(
  names: string[] | NoOffer,
  nothing: NoOffer,
  { texts }: ViewContext,
): { options: PlainTextOption[] } {
  const answer = typeof names === 'string' ? { options: [] } : selectOptions(names)
  if (answer.options.length > 0) return answer
  const why = texts.noOffer[typeof names === 'string' ? names : nothing]
  return { options: [option(NOTHING_PICKED, truncate(why, 75))] }
}
