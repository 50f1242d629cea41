import type { Button, KnownBlock } from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import type { ReadLog } from '../src/control/jobs.ts'
import type { LogRequest } from '../src/control/log-request.ts'
import { actionIds, encodeLogRef, type LogRef } from './action-ids.ts'
import { button, type MessageView, section } from './blocks.ts'
import { bold, codeBlock, codeSpan, escapeMrkdwn, truncate } from './mrkdwn.ts'
import { spoken } from './spoken.ts'
import type { ViewContext } from './view-context.ts'

/** Of a section's 3000 characters, and of each line. */
const MAX_BLOCK = 2900
const MAX_LINE = 1000
const MAX_BLOCKS = 4

/** To who asked, before the machine has answered. */
export function readingMessage({ name }: { name: string }, { texts }: ViewContext): MessageView {
  return said(texts.logs.reading({ site: bold(name) }))
}

/** The end of a log, as far as it fits into a message, and a button for more. */
export function logMessage(
  { name, id }: Pick<LogRequest, 'name' | 'id'>,
  { name: log, text, hasMore }: ReadLog,
  viewContext: ViewContext,
): MessageView {
  const { logs } = viewContext.texts
  const { blocks, isCut, count } = codeSections(text)
  const of = { site: bold(name), log: codeSpan(log) }
  const title = count === 0 ? logs.empty(of) : logs.end({ ...of, count })
  const more = hasMore || isCut ? [moreButton({ name, id, log }, viewContext)] : []
  return {
    text: title,
    blocks: [section(title), ...blocks, ...(more.length > 0 ? [{ type: 'actions', elements: more } as const] : [])],
  }
}

type Site = Pick<LogRequest, 'name'>
type Log = Pick<ReadLog, 'name'>

/** With the file, in the direct conversation. */
export function fileComment({ name }: Site, { log }: { log: string }, { texts }: ViewContext): string {
  return texts.logs.file({ site: bold(name), log: codeSpan(log) })
}

export function fileSentMessage({ name }: Site, { name: log }: Log, { texts }: ViewContext): MessageView {
  return said(texts.logs.sent({ site: bold(name), log: codeSpan(log) }))
}

export function fileFailedMessage({ name }: Site, { name: log }: Log, { texts }: ViewContext): MessageView {
  return said(`⚠️ ${texts.logs.notSent({ site: bold(name), log: codeSpan(log) })}`)
}

function said(text: string): MessageView {
  return { text, blocks: [section(text)] }
}

/** Beside what went wrong, where a log says more of it. */
export function logsButtons(
  { name, id, log }: Pick<CardFacts, 'name' | 'log'> & { id: string },
  { texts, machines }: ViewContext,
): Button[] {
  if (log === undefined || machines === 'embedded') return []
  return [button(actionIds.logs, texts.buttons.logs, encodeLogRef({ name, id, log }), spoken(texts.spoken.logs, name))]
}

function moreButton(ref: LogRef, { texts }: ViewContext) {
  return button(actionIds.logFile, texts.buttons.logFile, encodeLogRef(ref), spoken(texts.spoken.logFile, ref.name))
}

/** The last lines that fit into a few blocks. */
function codeSections(text: string): { blocks: KnownBlock[]; isCut: boolean; count: number } {
  const lines = text.replace(/\n$/, '').split('\n')
  if (text.trim() === '') return { blocks: [], isCut: false, count: 0 }
  const blocks: string[][] = [[]]
  let size = 0
  let count = 0
  for (const line of lines.toReversed().map((one) => truncate(one, MAX_LINE))) {
    const length = escapeMrkdwn(line).length + 1
    if (size + length > MAX_BLOCK - 20) {
      if (blocks.length === MAX_BLOCKS) break
      blocks.unshift([])
      size = 0
    }
    blocks[0]?.unshift(line)
    size += length
    count += 1
  }
  const shown = blocks.map((some) => codeBlock(some.join('\n'), MAX_BLOCK)).filter(Boolean)
  return { blocks: shown.map(section), isCut: count < lines.length, count }
}
