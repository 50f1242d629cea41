import * as z from 'zod'
import { mimeTypeOf } from '../files.ts'
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

/** Without a channel, which it doesn't know: only the app has the file. */
export function completeUpload({ files }: Parts): Method {
  return defineMethod({
    scope: 'files:write',
    params: z.strictObject({ files: z.unknown() }),
    run: (given) => {
      const read = uploads.safeParse(readJson(given.files, 'invalid_arguments'))
      if (!read.success) throw new SlackError('invalid_arguments')
      return {
        files: read.data.map((file) => ({ id: file.id, title: files.complete(file.id, file.title ?? '').title })),
      }
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
