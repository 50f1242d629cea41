import type { PlainTextOption } from '@slack/types'
import * as z from 'zod'
import { option, optionGroup } from '../block-kit/composition.ts'
import { describeProblems } from '../block-kit/problems.ts'
import { findElement } from '../block-kit/elements-of.ts'
import type { AppAnswer } from '../app-link.ts'
import { failureOf } from '../app-link.ts'
import { ELEMENT_GONE, reason } from '../notices.ts'
import { parseJson } from '../parse-json.ts'
import type { Parts } from '../parts.ts'
import { interaction, payloadForm, containerFields } from '../payloads.ts'
import { findSurface, withValues } from '../surfaces.ts'
import { impossibleValue } from '../values.ts'
import type { Container, SlackNotice, ViewValues } from '../workspace.ts'
import { actor } from '../state.ts'

interface Query {
  container: Container
  element: { blockId: string; actionId: string }
  query: string
  state: ViewValues
}

interface Suggestions {
  options: { text: string; value: string }[]
  notice?: SlackNotice
}

/** The shortest query that Slack sends to the app, unless the select says otherwise. */
const MIN_QUERY_LENGTH = 3

const failed = (why: string): Suggestions => ({ options: [], notice: `The options could not be loaded (${why})` })

/** A person types in an external select. Source: Slack's "block_suggestion payload". */
export async function suggest(
  parts: Parts,
  userId: string,
  { container, element: at, query, state }: Query,
): Promise<Suggestions> {
  const person = actor(parts.state, userId)
  const surface = findSurface(parts, userId, container)
  const located = surface && findElement(surface.blocks, at)
  if (surface === undefined || located?.element.type !== 'external_select') return { options: [], notice: ELEMENT_GONE }
  if (!parts.app.loadsOptions) return failed('the manifest has no settings.interactivity.message_menu_options_url')
  const impossible = impossibleValue(surface.blocks, state, parts.loadedOptions.finder(surface.id))
  if (impossible !== undefined) return failed(`this value can't be picked: ${impossible}`)
  const now = withValues(parts, surface, state)
  if (query.length < (located.element.min_query_length ?? MIN_QUERY_LENGTH)) return { options: [] }
  const payload = {
    ...interaction(parts, 'block_suggestion', person),
    ...containerFields(parts, now),
    block_id: at.blockId,
    action_id: at.actionId,
    value: query,
  }
  const answer = readOptions(await parts.link.send(payloadForm(payload)))
  if (typeof answer === 'string') return failed(answer)
  parts.loadedOptions.add(surface.id, at, answer)
  return { options: answer.map(({ text, value = '' }) => ({ text: text.text, value })) }
}

const optionsSchema = z.strictObject({ options: z.array(option).max(100) })
const groupsSchema = z.strictObject({ option_groups: z.array(optionGroup).max(100) })

/** The options, or the problem with the answer. */
function readOptions(answer: AppAnswer): PlainTextOption[] | string {
  if (answer.kind !== 'answer' || failureOf(answer) !== undefined) return reason(answer)
  const body = parseJson(answer.body)
  const groups = groupsSchema.safeParse(body)
  if (groups.success) return groups.data.option_groups.flatMap((group) => group.options).map(toOption)
  const options = optionsSchema.safeParse(body)
  return options.success ? options.data.options.map(toOption) : describeProblems(options.error, body, '').join(' ')
}

function toOption({ text, value, description }: z.infer<typeof option>): PlainTextOption {
  const plain = { type: 'plain_text', text: text.text } as const
  return {
    text: plain,
    value,
    ...(description !== undefined && { description: { type: 'plain_text', text: description.text } as const }),
  }
}
