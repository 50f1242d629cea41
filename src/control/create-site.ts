import { randomUUID } from 'node:crypto'
import { type Log, logged } from '../log.ts'
import { isConflictError } from '../site/errors.ts'
import { type Actor, expectCreator } from '../site/permissions.ts'
import type { Policy } from '../site/policy.ts'
import { type Catalogue, type CheckedOrder, checkOrder, create, type Order, type OrderErrors } from '../site/order.ts'
import type { Site } from '../site/site.ts'
import { isUserError, orUserError, UserError } from '../site/user-error.ts'
import { expectBudgetLeft } from './budget.ts'
import { choosePassword } from './passwords.ts'
import type { Clock, SiteStore } from './ports.ts'
import type { CodeHost } from './code-host.ts'
import { reserveQuota } from './quota.ts'
import type { ExpectReader } from './repository-reader.ts'

export interface CreateDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
  /** Gets how it ended. */
  log: Log
  /** What people can choose from now. */
  catalogue(): Promise<Catalogue>
  /** Does the branch exist? `yes` also when GitHub doesn't answer: the set-up asks again, with retries. */
  exists: CodeHost['exists']
  expectReader: ExpectReader
  /** Why the card can't be posted in that channel; undefined when it can, or nobody knows. Left out: not checked. */
  channelClosure?(channel: string): Promise<string | undefined>
}

export type Creation = { site: Site; password: string; wasGenerated: boolean } | { errors: OrderErrors }

/**
 * Checks an order, asks GitHub whether the branch exists, and saves the record. Returns errors by field. UserError when the person may
 * not create sites, or a quota is reached.
 */
export async function createSite(order: Order, actor: Actor, deps: CreateDeps): Promise<Creation> {
  const fields: Parameters<typeof logged>[2] = { operation: 'create', user: actor.by }
  return logged(deps.log, deps.clock, fields, async () => {
    const creation = await tryToCreate(order, actor, deps)
    if ('errors' in creation)
      fields['reason'] = Object.values(creation.errors)
        .map(({ code }) => code)
        .join(' ')
    else Object.assign(fields, { site: creation.site.name, id: creation.site.id })
    return creation
  })
}

async function tryToCreate(order: Order, actor: Actor, deps: CreateDeps): Promise<Creation> {
  const { store, clock, policy, catalogue } = deps
  expectCreator(actor, policy)
  const checked = checkOrder(order, await catalogue(), clock.now(), policy)
  const errors = { ...('errors' in checked ? checked.errors : {}), ...(await portErrors(order, actor, checked, deps)) }
  if ('errors' in checked || Object.keys(errors).length > 0) return { errors }
  const { password, wasGenerated, passwordHash } = await choosePassword(order.password, order.name.trim())
  const durations = (await store.list({ by: 'channel', channel: order.channel }, { limit: 1 })).sites[0]?.status
    .durations
  const site = create(checked, passwordHash, randomUUID(), { ...actor, now: clock.now() }, durations)
  await expectBudgetLeft(store, clock.now(), policy)
  await reserveQuota(store, site, undefined, policy)
  try {
    return { site: await store.create(site), password, wasGenerated }
  } catch (error) {
    if (!isConflictError(error)) throw error
    await store.releaseQuota({ siteId: site.id, owner: site.spec.owner })
    return { errors: { name: new UserError('name-taken', { name: checked.name }) } }
  }
}

/**
 * Errors that only the ports know: a name that is taken, a missing repository or branch, a closed channel. People who can't read a
 * repository aren't told whether there is one, nor of its branches.
 */
async function portErrors(
  { name, repository, branch, channel, owner }: Order,
  { by }: Actor,
  checked: CheckedOrder | { errors: OrderErrors },
  deps: CreateDeps,
): Promise<OrderErrors> {
  const wrong = 'errors' in checked ? checked.errors : {}
  const canAskForSource = wrong.repository === undefined && wrong.branch === undefined
  const [taken, source, unreadable, closure] = await Promise.all([
    wrong.name === undefined ? deps.store.load(name.trim()) : undefined,
    canAskForSource ? deps.exists(repository, branch) : ('yes' as const),
    wrong.repository === undefined ? orUserError(deps.expectReader({ by, owner }, repository)) : undefined,
    wrong.channel === undefined ? deps.channelClosure?.(channel) : undefined,
  ])
  return {
    ...(taken !== undefined && { name: new UserError('name-taken', { name: taken.name }) }),
    ...(isUserError(unreadable) ? { repository: unreadable } : sourceErrors(source, repository, branch)),
    ...(closure !== undefined && { channel: new UserError('channel-closed', { channel, code: closure }) }),
  }
}

function sourceErrors(found: Awaited<ReturnType<CodeHost['exists']>>, repository: string, branch: string): OrderErrors {
  if (found === 'no-repository') return { repository: new UserError('repository-missing', { repository }) }
  return found === 'no-branch' ? { branch: new UserError('branch-missing', { repository, branch }) } : {}
}
