import * as z from 'zod'
import { readContent, type Content } from '../messages.ts'
import { flag, readJson, type Fields } from './method.ts'

/** Arguments of all methods that write a message. */
export const contentParams = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  link_names: flag.optional(),
}

interface Written {
  text?: string | undefined
  blocks?: unknown
}

/** @throws SlackError as {@link readContent}, and `invalid_blocks_format` */
export function readBody({ text, blocks }: Written, maxText?: number): Content {
  return readContent({ text, blocks: readJson(blocks, 'invalid_blocks_format') }, maxText)
}

/** Screen readers and notifications need the text; Slack warns only. */
export function textWarning({ text }: Written): Fields {
  if (text !== undefined && text.trim() !== '') return {}
  return { warning: 'missing_text_in_message', response_metadata: { warnings: ['missing_text_in_message'] } }
}
