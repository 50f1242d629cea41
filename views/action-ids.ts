import * as z from 'zod'
import type { Instant } from '../src/site/time.ts'

/** Every id that Slack hands back, once: those who draw and those who listen take them from here. */

/** action_id of what stands in messages and in the App Home. Each carries a {@link SiteRef}, but for the last two. */
export const actionIds = {
  /** A link; Slack reports the click all the same, and wants it acknowledged. */
  open: 'site-open',
  extendMenu: 'site-extend',
  extend1: 'site-extend-1',
  extend3: 'site-extend-3',
  extend7: 'site-extend-7',
  extend14: 'site-extend-14',
  extendUntil: 'site-extend-until',
  redeploy: 'site-redeploy',
  sleep: 'site-sleep',
  wake: 'site-wake',
  changePassword: 'site-password',
  delete: 'site-delete',
  retry: 'site-retry',
  restore: 'site-restore',
  adopt: 'site-adopt',
  more: 'site-more',
  /** In the App Home. */
  create: 'create',
  /** Carries a {@link PageRef}. */
  nextPage: 'next-page',
} as const

/** All ways to extend: the ref's `choice` says how far. */
export const extendActionIds = [
  actionIds.extendMenu,
  actionIds.extend1,
  actionIds.extend3,
  actionIds.extend7,
  actionIds.extend14,
  actionIds.extendUntil,
] as const

/** callback_id of modals and of the global shortcut. */
export const callbackIds = {
  createShortcut: 'create-test-site',
  createForm: 'create-form',
  extendForm: 'extend-form',
  passwordForm: 'password-form',
  handOverForm: 'hand-over-form',
  deleteForeverForm: 'delete-forever-form',
  /** Has nothing to submit. */
  notice: 'notice',
} as const

/**
 * action_id of the forms' inputs, and block_id too, but for the branch: see {@link branchBlockId}.
 * Those of `repository`, `branch` and `sshTeam` ask for options.
 */
export const inputIds = {
  name: 'name',
  repository: 'repository',
  branch: 'branch',
  documentRoot: 'document-root',
  spaFallback: 'spa-fallback',
  spot: 'spot',
  image: 'image',
  size: 'size',
  lastDay: 'last-day',
  accessUser: 'access-user',
  password: 'password',
  sshTeam: 'ssh-team',
  channel: 'channel',
  owner: 'owner',
} as const

/**
 * Another repository's branches are another input, so that Slack does not keep the branch picked before.
 * @returns at most 255 characters, for any repository that GitHub allows
 */
export function branchBlockId(repository: string | undefined): string {
  return repository === undefined ? inputIds.branch : `${inputIds.branch}:${repository}`.slice(0, 255)
}

export const extendDays = [1, 3, 7, 14] as const
export const choices = ['1', '3', '7', '14', 'until', 'handOver', 'deleteWithoutArchive'] as const
export type Choice = (typeof choices)[number]

/** What a button or an option is about. The id makes a button of an old site with the same name recognisable. */
export interface SiteRef {
  name: string
  id: string
  /** The expiry that the person saw. */
  from?: Instant
  /** Which option of a menu it is, or how far a button extends. */
  choice?: Choice
}

const refSchema = z.tuple([
  z.string().min(1).max(63),
  z.string().min(1).max(40),
  z.int().nonnegative().nullable(),
  z.enum(choices).nullable(),
])

/** At most 150 characters, since it must fit into a menu's option: ids have up to 40. */
export function encodeRef({ name, id, from, choice }: SiteRef): string {
  return JSON.stringify(refSchema.parse([name, id, from ?? null, choice ?? null]))
}

/** undefined when it is none of ours. */
export function decodeRef(value: string | undefined): SiteRef | undefined {
  const read = refSchema.safeParse(parseJson(value))
  if (!read.success) return undefined
  const [name, id, from, choice] = read.data
  return { name, id, ...(from !== null && { from }), ...(choice !== null && { choice }) }
}

export const listKinds = ['mine', 'all', 'channel', 'archived'] as const
export type ListKind = (typeof listKinds)[number]

export interface PageRef {
  kind: ListKind
  cursor: string
}

const pageSchema = z.object({ kind: z.enum(listKinds), cursor: z.string().min(1) })

export function encodePage({ kind, cursor }: PageRef): string {
  return JSON.stringify({ kind, cursor })
}

/** undefined when it is none of ours. */
export function decodePage(value: string | undefined): PageRef | undefined {
  return pageSchema.safeParse(parseJson(value)).data
}

const contextSchema = z.object({
  channel: z.string().min(1).optional(),
  thread: z.string().min(1).optional(),
  ref: z.string().optional(),
})

/** What a modal remembers in `private_metadata`. */
export interface FormContext {
  /** Channel where it was asked for; absent for the App Home and the shortcut. */
  channel?: string
  /** ts of the thread in that channel where it was asked for; absent outside of threads. */
  thread?: string
  /** The site that it is about; absent for the create form. */
  ref?: SiteRef
}

export function encodeContext({ channel, thread, ref }: FormContext): string {
  return JSON.stringify({ ...(channel && { channel }), ...(thread && { thread }), ...(ref && { ref: encodeRef(ref) }) })
}

/** An empty context when it is none of ours. */
export function decodeContext(metadata: string): FormContext {
  const { channel, thread, ref: encoded } = contextSchema.safeParse(parseJson(metadata)).data ?? {}
  const ref = decodeRef(encoded)
  return { ...(channel !== undefined && { channel }), ...(thread !== undefined && { thread }), ...(ref && { ref }) }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
