import { checkExpiryDate } from './expiry.ts'
import { checkName } from './name.ts'
import { checkAccessUser, checkPassword } from './password.ts'
import type { Policy } from './policy.ts'
import type { Site, SiteSpec, SiteStatus } from './site.ts'
import { checkBranch, checkDocumentRoot, checkRepository, checkTeam } from './source.ts'
import type { CalendarDate, Instant } from './time.ts'
import { UserError, isUserError } from './user-error.ts'
import type { ChangeContext } from './change.ts'

/** What the create form holds, as typed. */
export interface Order {
  name: string
  repository: string
  branch: string
  documentRoot: string
  image: string
  size: string
  lastDay: CalendarDate
  accessUser: string
  /** Empty: one is generated. */
  password: string
  sshTeam?: string
  channel: string
  /** Who is asked about it; left out: who makes it. */
  owner?: string
  /** Paths without a file give `index.html`. */
  spaFallback?: boolean
  /** At a lower price, on terms that the platform may stop the machine; left out of account where it has no such. */
  spot?: boolean
  /** That it is made for. */
  pullRequest?: SiteSpec['pullRequest']
}

/** What is suggested where nobody says otherwise. */
export const usualOrder = { documentRoot: 'public', accessUser: 'guest' }

/** What is ticked, and not typed or picked. */
export const orderFlags = ['spaFallback', 'spot'] as const satisfies (keyof Order)[]
export type OrderFlag = (typeof orderFlags)[number]
export type OrderField = Exclude<keyof Order, OrderFlag | 'owner' | 'pullRequest'>

/** What can be chosen from. */
export interface Catalogue {
  images: { id: string; label: string }[]
  sizes: { id: string; label: string }[]
  /** Machines can be had at a lower price, on terms that the platform may stop them. */
  offersSpot?: boolean
}

export interface CheckedOrder extends Omit<Order, 'lastDay' | 'password'> {
  expiresAt: Instant
}

export type OrderErrors = Partial<Record<OrderField, UserError>>

/** Checks every field, so that all mistakes can be shown at once. Whether the repository exists is not asked here. */
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
    image: at('image', () => known(catalogue.images, order.image, 'image-unknown')),
    size: at('size', () => known(catalogue.sizes, order.size, 'size-unknown')),
    expiresAt: at('lastDay', () => checkExpiryDate(order.lastDay, now, policy)),
    channel: at('channel', () => checkChannel(order.channel)),
    accessUser: at('accessUser', () => checkAccessUser(order.accessUser)),
    password: at('password', () => (order.password === '' ? '' : checkPassword(order.password))),
  }
  const { sshTeam } = order
  if (sshTeam !== undefined) at('sshTeam', () => checkTeam(sshTeam))
  if (!isComplete(checked) || errors.sshTeam !== undefined) return { errors }
  return { ...withoutPassword(order, checked), ...flagsOf(order, catalogue) }
}

type Complete<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function isComplete<T extends object>(fields: T): fields is T & Complete<T> {
  return Object.values(fields).every((value) => value !== undefined)
}

function withoutPassword(
  { sshTeam, owner, pullRequest }: Order,
  { password: _, ...checked }: Omit<CheckedOrder, Unchecked> & { password: string },
): CheckedOrder {
  return {
    ...checked,
    ...(sshTeam !== undefined && { sshTeam }),
    ...(owner !== undefined && { owner }),
    ...(pullRequest && { pullRequest }),
  }
}

/** Slack's id of it; whether it is there shows when the card is posted. */
function checkChannel(channel: string): string {
  if (channel === '') throw new UserError('channel-missing', {})
  return channel
}

type Unchecked = 'sshTeam' | 'owner' | 'pullRequest' | OrderFlag

function flagsOf({ spaFallback, spot }: Order, { offersSpot }: Catalogue): Pick<CheckedOrder, OrderFlag> {
  return {
    ...(spaFallback === true && { spaFallback }),
    ...(spot === true && offersSpot === true && { spot }),
  }
}

function known(choices: { id: string }[], id: string, code: 'image-unknown' | 'size-unknown'): string {
  if (!choices.some((choice) => choice.id === id)) throw new UserError(code, {})
  return id
}

/**
 * A new record. `id` must be unique for ever; `durations` is how long the stages took for a site like it, so that the
 * first card can say what to expect.
 */
export function create(
  order: CheckedOrder,
  passwordHash: string,
  id: string,
  { by, now }: ChangeContext,
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
    status: { launches: 0, notifications: {}, failures: {}, superseded: [], durations },
    history: [{ at: now, by, action: 'create', to: order.expiresAt }],
  }
}
