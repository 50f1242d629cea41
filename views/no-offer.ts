import type { PlainTextOption } from '@slack/types'
import { option } from './blocks.ts'
import { MAX_OPTIONS, selectOptions } from './inputs.ts'
import { truncate } from './mrkdwn.ts'
import type { NoOffer } from './text/no-offer.ts'
import type { ViewContext } from './view-context.ts'

/** The value of an option that only says why there is none: can be no repository, branch or team. Who picks it has picked nothing. */
export const NOTHING_PICKED = '//'

/**
 * The names, or else why there are none: Slack itself would only say that there are no results. `none`: the value of an option before
 * them, for no team.
 */
export function offeredOptions(
  names: string[] | NoOffer,
  nothing: NoOffer,
  { texts }: ViewContext,
  none?: string,
): { options: PlainTextOption[] } {
  const first = none === undefined ? [] : [option(none, texts.createForm.placeholders.sshTeam)]
  const options = typeof names === 'string' ? [] : selectOptions(names).options
  if (options.length > 0) return { options: [...first, ...options].slice(0, MAX_OPTIONS) }
  const why = texts.noOffer[typeof names === 'string' ? names : nothing]
  return { options: [...first, option(NOTHING_PICKED, truncate(why, 75))] }
}
