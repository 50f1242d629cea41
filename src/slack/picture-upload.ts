import { setTimeout } from 'node:timers/promises'
import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Chat } from '../control/ports.ts'
import { isReason } from '../site/errors.ts'
import type { RateLimitedCall } from './rate-limited-call.ts'

/** How often, and how many times, we ask if Slack has looked at a file. Until then, no message can show it. */
const LOOK_MS = 500
const MOST_LOOKS = 20

/**
 * Uploads a file that only the app has; people see it where a message shows it. Source: Slack, "Working with files", "Uploading files".
 * In three calls of our own: `files.uploadV2` would tell nothing of their errors.
 */
export function createPictureUpload({
  client,
  called,
  timeoutMs,
}: {
  client: WebClient
  called: RateLimitedCall
  timeoutMs: number
}): Chat['uploadPicture'] {
  const send = async (url: string, data: Uint8Array) => {
    const body = new Blob([new Uint8Array(data)], { type: 'image/jpeg' })
    const { ok, status } = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(timeoutMs) })
    if (!ok) throw new Error(`Slack answers ${status} to an upload`)
  }
  const isReady = async (file: string) => {
    const { file: info } = await called('files.info', () => client.files.info({ file }))
    return (info?.mimetype ?? '') !== ''
  }
  return async ({ name, data }) => {
    const { upload_url: url, file_id: id } = await called('files.getUploadURLExternal', () =>
      client.files.getUploadURLExternal({ filename: name, length: data.length }),
    )
    if (url === undefined || id === undefined) throw new Error('Slack gave no address for an upload')
    await send(url, data)
    await called('files.completeUploadExternal', () =>
      client.files.completeUploadExternal({ files: [{ id, title: name }] }),
    )
    for (let look = 1; look <= MOST_LOOKS; look += 1) {
      if (await isReady(id)) return id
      await setTimeout(LOOK_MS)
    }
    throw new Error('Slack takes long to look at an upload')
  }
}

/** Pictures may be gone in Slack, or not be there yet. What else a message says is never lost for that. */
export async function orWithoutImages<T>(blocks: KnownBlock[], send: (blocks: KnownBlock[]) => Promise<T>): Promise<T> {
  const others = blocks.filter(({ type }) => type !== 'image')
  try {
    return await send(blocks)
  } catch (error) {
    if (others.length === blocks.length || !isReason(error, 'message-refused')) throw error
    return send(others)
  }
}
