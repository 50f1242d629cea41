import { setTimeout } from 'node:timers/promises'
import type { KnownBlock } from '@slack/types'
import type { Chat } from '../control/ports.ts'
import { isReason } from '../site/errors.ts'
import { createFileUpload, type UploadDeps } from './file-upload.ts'

/** How often, and how many times, we ask if Slack has looked at a file. Until then, no message can show it. */
const LOOK_MS = 500
const MOST_LOOKS = 20

/** Uploads a file that only the app has; people see it where a message shows it. */
export function createPictureUpload({
  client,
  called,
  timeoutMs,
  wait = setTimeout,
}: UploadDeps & { wait?: ((ms: number) => Promise<unknown>) | undefined }): Chat['uploadPicture'] {
  const upload = createFileUpload({ client, called, timeoutMs })
  const isReady = async (file: string) => {
    const { file: info } = await called('files.info', () => client.files.info({ file }))
    return (info?.mimetype ?? '') !== ''
  }
  return async ({ name, data }) => {
    const id = await upload({ name, data, type: 'image/jpeg' })
    await called('files.completeUploadExternal', () =>
      client.files.completeUploadExternal({ files: [{ id, title: name }] }),
    )
    for (let look = 1; look <= MOST_LOOKS; look += 1) {
      if (await isReady(id)) return id
      await wait(LOOK_MS)
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
