import type { Instant } from '../../site/time.ts'

/** A command as our record knows it: SSM's id, when it was sent, and where the job's document lies in the bucket. */
export interface SentCommand {
  commandId: string
  sentAt: Instant
  documentKey: string
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const FORMAT = new RegExp(`^(?<commandId>${UUID})/(?<sentAt>\\d{1,16})/(?<document>${UUID})$`)

/** `id` is a UUID. Nobody can guess where a document lies, and nobody but us may read it. */
export function documentKeyOf(id: string): string {
  return `documents/${id}.json`
}

export function formatCommandId(commandId: string, sentAt: Instant, documentId: string): string {
  return `${commandId}/${sentAt}/${documentId}`
}

/** undefined: none of our commands. */
export function parseCommandId(text: string): SentCommand | undefined {
  const { commandId, sentAt, document } = FORMAT.exec(text)?.groups ?? {}
  if (commandId === undefined || sentAt === undefined || document === undefined) return undefined
  return { commandId, sentAt: Number(sentAt), documentKey: documentKeyOf(document) }
}
