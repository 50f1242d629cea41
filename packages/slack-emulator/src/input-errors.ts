import type { KnownBlock } from '@slack/types'
import { elementsOf, type LocatedElement } from './block-kit/elements-of.ts'
import type { Picked, ViewValues } from './workspace.ts'
import { valueOf } from './values.ts'

/** What Slack finds before it asks the app, by block_id. */
export function inputErrors(blocks: KnownBlock[], values: ViewValues): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const located of elementsOf(blocks)) {
    const error =
      located.input === undefined ? undefined : inputError(located, located.input.optional, valueOf(located, values))
    if (error !== undefined) errors[located.blockId] = error
  }
  return errors
}

function inputError(
  { element }: LocatedElement,
  optional: boolean,
  value: Picked | null | undefined,
): string | undefined {
  if (isEmpty(value)) return optional ? undefined : 'Please complete this required field.'
  if (element.type !== 'plain_text_input' || value?.type !== 'plain_text_input') return undefined
  const { min_length: min = 0, max_length: max = 3000 } = element
  if (value.text.length < min) return `Please enter at least ${min} characters.`
  if (value.text.length > max) return `Please enter at most ${max} characters.`
  return undefined
}

function isEmpty(value: Picked | null | undefined): boolean {
  if (value === null || value === undefined) return true
  if (value.type === 'plain_text_input') return value.text === ''
  return 'values' in value && value.values.length === 0
}
