import type { WebClient } from '@slack/web-api'
import type { RateLimitedCall } from './rate-limited-call.ts'

export interface UploadDeps {
  client: WebClient
  called: RateLimitedCall
  /** Of each upload. */
  timeoutMs: number
}

/**
 * Puts a file where Slack says, and returns its id: nobody has it until `files.completeUploadExternal`. Source: Slack, "Working with files",
 * "Uploading files". In calls of our own: `files.uploadV2` would tell nothing of their errors.
 */
export function createFileUpload({ client, called, timeoutMs }: UploadDeps) {
  return async ({ name, data, type }: { name: string; data: Uint8Array; type: string }): Promise<string> => {
    const { upload_url: url, file_id: id } = await called('files.getUploadURLExternal', () =>
      client.files.getUploadURLExternal({ filename: name, length: data.length }),
    )
    if (url === undefined || id === undefined) throw new Error('Slack gave no address for an upload')
    const body = new Blob([new Uint8Array(data)], { type })
    const { ok, status } = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(timeoutMs) })
    if (!ok) throw new Error(`Slack answers ${status} to an upload`)
    return id
  }
}
