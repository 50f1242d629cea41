import type { CommandHandler } from './answer.ts'

/** The end of a log; with `follow`, what has come since the last answer is next. */
export const runLogs: CommandHandler<'logs'> = async ({ name, log, lines, follow, after }, _context, { readLogs }) => {
  if (readLogs === undefined) return 'needs-platform'
  const wanted = { lines, ...(log !== undefined && { log }), ...(follow && { follow }), ...(after && { after }) }
  const { text, ...read } = await readLogs({ name }, wanted)
  const data = { site: { name }, log: read.name, logs: read.names, text, hasMore: read.hasMore }
  return { text: text.replace(/\n$/, ''), data, ...(follow && { next: { log: read.name, after: read.place } }) }
}
