import type { KnownBlock } from '@slack/types'
import * as z from 'zod'
import { SlackError } from '../slack-error.ts'
import type { Home, Modal } from '../workspace.ts'
import { blocksUpTo, MAX_MESSAGE_BLOCKS, MAX_VIEW_BLOCKS } from './blocks.ts'
import { id, plainText } from './composition.ts'
import { describeProblems, problemAt } from './problems.ts'

/** Fields of both kinds of view. Source: Slack's "Views" reference. */
const common = {
  blocks: blocksUpTo(MAX_VIEW_BLOCKS),
  private_metadata: z.string().max(3000).optional(),
  callback_id: id.optional(),
  external_id: id.optional(),
}

const modalView = z
  .strictObject({
    ...common,
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .superRefine((view, context) => {
    if (view.blocks.length === 0) {
      context.addIssue({ code: 'custom', message: 'must provide at least 1 block', path: ['blocks'] })
    }
    if (view.submit === undefined && view.blocks.some((block) => block.type === 'input')) {
      context.addIssue({ code: 'custom', message: 'missing required field: submit' })
    }
  })

const homeView = z.strictObject({ ...common, type: z.literal('home') })

const messageBlocks = blocksUpTo(MAX_MESSAGE_BLOCKS)
/** Slack's views.* methods answer `view_too_large` over 250 KB. */
const MAX_VIEW_BYTES = 250_000
/** Slack documents no number; slackapi/bolt-js#2509 measured about 13,200 characters of text in all blocks. */
const MAX_BLOCKS_TEXT = 13_000

/** @throws SlackError `invalid_blocks`, `msg_blocks_too_long` */
export function checkMessageBlocks(blocks: unknown): asserts blocks is KnownBlock[] {
  assertValid('invalid_blocks', messageBlocks, blocks, '/blocks')
  if (lengthOfTexts(blocks) > MAX_BLOCKS_TEXT) throw new SlackError('msg_blocks_too_long')
}

/** @throws SlackError `invalid_arguments`, `view_too_large` */
export function checkModal(view: unknown): asserts view is Modal {
  checkView(view, modalView)
}

/** @throws SlackError `invalid_arguments`, `view_too_large` */
export function checkHome(view: unknown): asserts view is Home {
  checkView(view, homeView)
}

function checkView(view: unknown, schema: z.ZodType): void {
  if (typeof view !== 'object' || view === null) {
    throw new SlackError('invalid_arguments', [problemAt('must provide an object', '/view')])
  }
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) throw new SlackError('view_too_large')
  assertValid('invalid_arguments', schema, view, '/view')
}

function assertValid(code: string, schema: z.ZodType, value: unknown, root: string): void {
  const { error } = schema.safeParse(value)
  if (error !== undefined) throw new SlackError(code, describeProblems(error, value, root))
}

function lengthOfTexts(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : lengthOfTexts(inner)),
    0,
  )
}
