import { randomBytes } from 'node:crypto'
import type { KnownBlock } from '@slack/types'
import { problemAt } from './block-kit/problems.ts'
import type { Clock } from './clock.ts'
import type { SavedFile } from './saved.ts'
import { SlackError } from './slack-error.ts'

/** How long Slack takes to look at a file that was uploaded; until then, nothing is known of it and no message can show it. */
const PROCESSING_MS = 300
/** Of files of earlier messages, those are forgotten first that came first. */
const MOST_FILES = 50

interface WorkspaceFile extends SavedFile {
  /** What the app said it would upload, in bytes. */
  length: number
  uploadKey: string
  completedAt?: number
}

/** Files of the app, which it shows in messages. */
export interface Files {
  reserve(file: { name: string; length: number }): { id: string; uploadUrl: string }
  /** What came for an upload URL; false if that's none, or has another length. */
  receive(uploadKey: string, data: Buffer): boolean
  /** @throws SlackError `file_not_found`, `posting_to_channel_denied` */
  complete(id: string, title: string): WorkspaceFile
  find(id: string): WorkspaceFile | undefined
  isReady(file: WorkspaceFile): boolean
  /** @throws SlackError `invalid_blocks` for a file that isn't there, is no image, or isn't ready */
  check(blocks: KnownBlock[]): void
  save(): SavedFile[]
  /** One of those, or undefined. */
  saved(id: string): SavedFile | undefined
}

interface FilesDeps {
  realTime: Clock
  /** Where the HTTP handler is served, without a trailing slash. */
  baseUrl: () => string
  saved: SavedFile[]
}

export function createFiles({ realTime, baseUrl, saved }: FilesDeps): Files {
  const files = new Map(
    saved.map((file): [string, WorkspaceFile] => [
      file.id,
      { ...file, length: Buffer.from(file.data, 'base64').length, uploadKey: '', completedAt: 0 },
    ]),
  )
  const isReady = ({ completedAt }: WorkspaceFile) =>
    completedAt !== undefined && realTime.now() >= completedAt + PROCESSING_MS
  return {
    reserve: ({ name, length }) => {
      const id = `F${randomBytes(5).toString('hex').toUpperCase()}`
      const uploadKey = randomBytes(18).toString('base64url')
      files.set(id, { id, name, title: name, data: '', length, uploadKey })
      for (const oldest of [...files.keys()].slice(0, -MOST_FILES)) files.delete(oldest)
      return { id, uploadUrl: `${baseUrl()}/upload/${uploadKey}` }
    },
    receive: (uploadKey, data) => {
      const file = [...files.values()].find((one) => one.uploadKey === uploadKey && uploadKey !== '')
      if (file?.length !== data.length) return false
      file.data = data.toString('base64')
      return true
    },
    complete: (id, title) => {
      const file = files.get(id)
      if (file === undefined || file.data === '') throw new SlackError('file_not_found')
      Object.assign(file, { title, completedAt: realTime.now() })
      return file
    },
    find: (id) => files.get(id),
    isReady,
    check: (blocks) =>
      blocks.forEach((block, index) => {
        if (block.type !== 'image' || !('slack_file' in block) || !('id' in block.slack_file)) return
        const file = files.get(block.slack_file.id)
        const isShown = file !== undefined && isReady(file) && mimeTypeOf(file.data) !== undefined
        if (!isShown) {
          throw new SlackError('invalid_blocks', [problemAt('invalid slack file', `/blocks/${index}/slack_file`)])
        }
      }),
    save: () => [...files.values()].flatMap(savedOf),
    saved: (id) => {
      const file = files.get(id)
      return file && savedOf(file)[0]
    },
  }
}

function savedOf({ completedAt, id, name, title, data }: WorkspaceFile): SavedFile[] {
  return completedAt === undefined ? [] : [{ id, name, title, data }]
}

/** Of an image that Slack shows, as base64. Source: Slack, "Slack file object". */
export function mimeTypeOf(data: string): string | undefined {
  if (data.startsWith('/9j/')) return 'image/jpeg'
  if (data.startsWith('iVBORw0KGgo')) return 'image/png'
  return data.startsWith('R0lGOD') ? 'image/gif' : undefined
}
