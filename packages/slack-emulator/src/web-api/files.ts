import * as z from 'zod'
import { mimeTypeOf } from '../files.ts'
import { isBotIn } from '../identity.ts'
import { addMessage } from '../messages.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { defineMethod, id, readJson, type Method } from './method.ts'

/*
 * Files are uploaded in three steps, and then looked at by Slack: `files.info` says when that's done.
 * Source: Slack, `files.getUploadURLExternal`, `files.completeUploadExternal`, `files.info`.
 */

export function uploadUrl({ files }: Parts): Method {
  return defineMethod({
    scope: 'files:write',
    params: z.strictObject({
      filename: id,
      length: z.coerce.number().int().positive(),
      alt_txt: z.string().max(1000).optional(),
    }),
    run: ({ filename: name, length }) => {
      const reserved = files.reserve({ name, length })
      return { file_id: reserved.id, upload_url: reserved.uploadUrl }
    },
  })
}

const uploads = z.array(z.strictObject({ id, title: z.string().optional() })).min(1)

/** Without a channel, only the app has the files. */
export function completeUpload(parts: Parts): Method {
  const { files, state } = parts
  return defineMethod({
    scope: 'files:write',
    params: z.strictObject({ files: z.unknown(), channel_id: id.optional(), initial_comment: z.string().optional() }),
    run: ({ channel_id: to, initial_comment: text = '', ...given }) => {
      const read = uploads.safeParse(readJson(given.files, 'invalid_arguments'))
      if (!read.success) throw new SlackError('invalid_arguments')
      // A person's id opens no conversation here.
      const channel = to === undefined ? undefined : state.channels.get(to)
      if (to !== undefined && (channel === undefined || !isBotIn(channel))) throw new SlackError('channel_not_found')
      const completed = read.data.map((file) => {
        const { title } = files.complete(file.id, file.title ?? '')
        state.changed({ kind: 'file', id: file.id })
        return { id: file.id, title }
      })
      if (channel !== undefined) {
        addMessage(state, { channel: channel.id, user: state.identity.botUserId, text, files: completed })
      }
      return { files: completed }
    },
  })
}

export function fileInfo({ files }: Parts): Method {
  return defineMethod({
    scope: 'files:read',
    params: z.strictObject({ file: id }),
    run: ({ file: fileId }) => {
      const file = files.find(fileId)
      if (file?.completedAt === undefined) throw new SlackError('file_not_found')
      const { name, title, length: size } = file
      // Both are empty until Slack has looked at it.
      const mimetype = files.isReady(file) ? (mimeTypeOf(file.data) ?? 'application/octet-stream') : ''
      return {
        file: { id: fileId, name, title, size, mimetype, filetype: mimetype.replace(/.*\//, ''), is_public: false },
      }
    },
  })
}
