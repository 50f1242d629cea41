import { checkExpiryDate } from './expiry.ts'
import { checkName } from './name.ts'
import { checkAccessUser, checkPassword } from './password.ts'
import type { Policy } from './policy.ts'
import type { ServiceId } from './service-names.ts'
import type { Site, SiteSpec, SiteStatus } from './site.ts'
import {
  checkAppDirectory,
  checkBranch,
  checkDocumentRoot,
  checkRepository,
  checkStartCommand,
  checkTeam,
} from './source.ts'
import type { CalendarDate, Instant } from './time.ts'
import { UserError, isUserError } from './user-error.ts'
import type { ChangeContext } from './change.ts'

/** What the create form holds, as typed. */
export interface Order {
  name: string
  repository: string
  branch: string
  /** '': the stack decides. */
  documentRoot: string
  /** Left out: the top of the repository. */
  appDirectory?: string | undefined
  /** Left out: what the Procfile or the stack says. */
  startCommand?: string | undefined
  /** Left out: those that the project asks for. */
  services?: ServiceId[] | undefined
  /** Left out: those of the stack. */
  sharedDirectories?: string[] | undefined
  image: string
  size: string
  lastDay: CalendarDate
  accessUser: string
  /** Empty: generate one. */
  password: string
  sshTeam?: string | undefined
  channel: string
  /** Left out: the person who creates it. */
  owner?: string
  /** Paths without a file are answered with `index.html`. */
  spaFallback?: boolean | undefined
  /** Cheaper, but the platform may stop the machine; ignored where the platform has no such machines. */
  spot?: boolean | undefined
  /** The pull request that the site is for. */
  pullRequest?: SiteSpec['pullRequest']
}

/** The form's defaults. */
export const usualOrder = { documentRoot: '', accessUser: 'guest' }

/** The form's checkboxes. */
export const orderFlags = ['spaFallback', 'spot'] as const satisfies (keyof Order)[]
export type OrderFlag = (typeof orderFlags)[number]
export type OrderField = Exclude<keyof Order, OrderFlag | 'services' | 'sharedDirectories' | 'owner' | 'pullRequest'>
/** The form's other inputs, besides boxes for services. */
export const orderFields = [
  'name',
  'repository',
  'branch',
  'documentRoot',
  'appDirectory',
  'startCommand',
  'image',
  'size',
  'lastDay',
  'accessUser',
  'password',
  'sshTeam',
  'channel',
] as const satisfies OrderField[]

/** What people can choose from. */
export interface Catalogue {
  images: { id: string; label: string }[]
  sizes: { id: string; label: string }[]
  /** The platform has cheaper machines that it may stop at any time. */
  offersSpot?: boolean
}

export interface CheckedOrder extends Omit<Order, 'lastDay' | 'password'> {
  expiresAt: Instant
}

export type OrderErrors = Partial<Record<OrderField, UserError>>

/** Checks every field, so that all mistakes are shown at once. Doesn't check whether the repository exists. */
export function checkOrder(
  order: Order,
  catalogue: Catalogue,
  now: Instant,
  policy: Policy,
): CheckedOrder | { errors: OrderErrors } {
  const errors: OrderErrors = {}
  const at = <T>(field: OrderField, check: () => T): T | undefined => {
    try {
      return check()
    } catch (error) {
      if (!isUserError(error)) throw error
      errors[field] = error
      return undefined
    }
  }
  const checked = {
    name: at('name', () => checkName(order.name.trim())),
    repository: at('repository', () => checkRepository(order.repository)),
    branch: at('branch', () => checkBranch(order.branch)),
    documentRoot: at('documentRoot', () => checkDocumentRoot(order.documentRoot)),
    appDirectory: at('appDirectory', () => checkAppDirectory(order.appDirectory ?? '')),
    startCommand: at('startCommand', () => checkStartCommand(order.startCommand ?? '')),
    image: at('image', () => known(catalogue.images, order.image, 'image-unknown')),
    size: at('size', () => known(catalogue.sizes, order.size, 'size-unknown')),
    expiresAt: at('lastDay', () => checkExpiryDate(order.lastDay, now, policy)),
    channel: at('channel', () => checkChannel(order.channel)),
    accessUser: at('accessUser', () => checkAccessUser(order.accessUser)),
    password: at('password', () => (order.password === '' ? '' : checkPassword(order.password, order.name.trim()))),
  }
  const { sshTeam } = order
  if (sshTeam !== undefined) at('sshTeam', () => checkTeam(sshTeam))
  if (!isComplete(checked) || errors.sshTeam !== undefined) return { errors }
  const { password: _, appDirectory, startCommand, ...fields } = checked
  return {
    ...fields,
    ...(appDirectory !== '' && { appDirectory }),
    ...(startCommand !== '' && { startCommand }),
    ...optionalOf(order, catalogue),
  }
}

type Complete<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function isComplete<T extends object>(fields: T): fields is T & Complete<T> {
  return Object.values(fields).every((value) => value !== undefined)
}

function optionalOf(order: Order, { offersSpot }: Catalogue) {
  const { sshTeam, owner, pullRequest, services, sharedDirectories, spaFallback, spot } = order
  return {
    ...(services && { services }),
    ...(sharedDirectories && { sharedDirectories }),
    ...(sshTeam !== undefined && { sshTeam }),
    ...(owner !== undefined && { owner }),
    ...(pullRequest && { pullRequest }),
    ...(spaFallback === true && { spaFallback }),
    ...(spot === true && offersSpot === true && { spot }),
  }
}

/** A channel's id. Whether it exists shows when the card is posted. */
function checkChannel(channel: string): string {
  if (channel === '') throw new UserError('channel-missing', {})
  return channel
}

function known(choices: { id: string }[], id: string, code: 'image-unknown' | 'size-unknown'): string {
  if (!choices.some((choice) => choice.id === id)) throw new UserError(code, {})
  return id
}

/**
 * A new record. `id` must be unique for ever. `durations` are those of a similar site, for the first card.
 */
export function create(
  order: CheckedOrder,
  passwordHash: string,
  id: string,
  { by, agent, now }: ChangeContext,
  durations: SiteStatus['durations'] = {},
): Site {
  const { name, accessUser, owner = by, ...rest } = order
  return {
    name,
    id,
    version: 0,
    createdAt: now,
    spec: {
      ...rest,
      desired: 'up',
      access: { user: accessUser, passwordHash, revision: 1 },
      expirySetAt: now,
      owner,
      setUpRevision: 1,
      usersRevision: 1,
      retryRevision: 1,
    },
    status: { launches: 0, notifications: {}, failures: {}, superseded: [], durations, changes: 1 },
    history: [{ at: now, by, ...(agent !== undefined && { agent }), action: 'create', to: order.expiresAt }],
  }
}
