import type { Clock, PutRoute, Route, Routes } from '../control/ports.ts'
import { isLimitError } from '../site/errors.ts'
import { type AliasDeps, putAlias, removeAlias } from './alb/alias-record.ts'
import { createRuleBook, type RuleBook } from './alb/rule-book.ts'
import { deleteRule, type HostRule, isFor, openRule, type RuleDeps } from './alb/rules.ts'
import {
  deleteTargetGroup,
  ensureTargetGroup,
  findTargetGroup,
  keepOnlyTarget,
  mayBeOfSite,
  registerTarget,
  type TargetGroupDeps,
  targetGroupName,
} from './alb/target-group.ts'
import { DescribeTagsCommand, paginateDescribeTargetGroups } from '@aws-sdk/client-elastic-load-balancing-v2'
import { allItems } from './all-items.ts'
import { isNamed } from './errors.ts'
import { readTags } from './tags.ts'

export interface AlbRoutesDeps extends RuleDeps, TargetGroupDeps, AliasDeps {
  /** Sites are `NAME.domain`. */
  domain: string
  clock: Clock
}

type Deps = AlbRoutesDeps & { book: RuleBook }

/** What was listed before is no longer so. */
const GONE = ['RuleNotFoundException', 'TargetGroupNotFoundException']

/**
 * Each site has a target group and a host-header rule. The target group is created first and deleted last, so `list` finds what
 * an interrupted call leaves behind, and another call completes it.
 */
export function createAlbRoutes(given: AlbRoutesDeps): Routes {
  const deps = { ...given, book: createRuleBook(given) }
  return {
    prepare: (route) => byBook(deps, async () => toHandle(await place(deps, route))),
    put: (route) => byBook(deps, (isAgain) => put(deps, isAgain ? { ...route, handle: undefined } : route)),
    remove: (site) => byBook(deps, () => remove(deps, site)),
    list: (known = []) => listRoutes(deps, known),
  }
}

/** Tries once more where the rules were others than was remembered. */
async function byBook<T>({ book }: Deps, work: (isAgain: boolean) => Promise<T>): Promise<T> {
  try {
    return await work(false)
  } catch (error) {
    if (!isLimitError(error)) book.forget()
    if (!isNamed(error, GONE)) throw error
    return work(true)
  }
}

/** What a route needs, made. */
type Placed = Pick<HostRule, 'arn' | 'isClosed'> & { targetGroupArn: string }

/** No ARN has a space. */
function toHandle({ arn, targetGroupArn }: Placed): string {
  return `${arn} ${targetGroupArn}`
}

function ofHandle(handle: string | undefined): Placed | undefined {
  const [arn, targetGroupArn] = handle?.split(' ') ?? []
  return arn === undefined || targetGroupArn === undefined ? undefined : { arn, targetGroupArn, isClosed: true }
}

/** Calls that place a route: its target group, its target, and its rule. */
const PLACING = 3

/** The site's target group with that machine, its rule, which is closed if it's new, and its address. */
async function place(deps: Deps, { siteId, name, instanceId, address }: Route): Promise<Placed> {
  const site = { id: siteId, name }
  const host = hostOf(deps, name)
  // First, since a list may have to wait its turn: what a turn was taken for comes right after it.
  const rules = await deps.book.all()
  await deps.turn(PLACING)
  const targetGroupArn = await ensureTargetGroup(deps, site)
  await registerTarget(deps.elb, targetGroupArn, targetOf({ instanceId, address }))
  const rule = rules.find(isFor(targetGroupArn)) ?? (await deps.book.create({ site, host, targetGroupArn }))
  // Name servers take a while to know it. While an older site has the name, visitors are led there.
  const isTaken = rules.some(({ hosts, targetGroupArn: other }) => hosts.includes(host) && other !== targetGroupArn)
  if (!isTaken) await pointAlias(deps, host, rule)
  // The rule that is remembered, not a copy: once it's open, that is known of it.
  return Object.assign(rule, { targetGroupArn })
}

async function pointAlias(deps: Deps, host: string, { listener }: HostRule): Promise<void> {
  const { listeners } = deps
  if (listener !== listeners[0]) await putAlias(deps, host, listener)
  else if (listeners.length > 1) await removeAlias(deps, host)
}

async function put(deps: Deps, route: PutRoute): Promise<'led' | 'waiting'> {
  const { isFirst = false, hasWaited = false } = route
  const host = hostOf(deps, route.name)
  const prepared = ofHandle(route.handle)
  const placed = prepared ?? (await place(deps, route))
  // Nothing else was ever registered, and it makes no difference what its checks say.
  const isSettled = prepared !== undefined && isFirst && hasWaited
  await deps.turn(isSettled ? 1 : 2)
  if (!isSettled) {
    const isDecided = await keepOnlyTarget(deps.elb, placed.targetGroupArn, targetOf(route))
    if (!isDecided && !hasWaited) return 'waiting'
  }
  await openRule(deps, placed, host)
  await removeOlder(deps, host, placed)
  return 'led'
}

/** Rules that are left over from an older site of that name. */
async function removeOlder(deps: Deps, host: string, { arn, targetGroupArn }: Placed): Promise<void> {
  const { book, turn } = deps
  const others = (await book.all()).filter(
    (rule) => rule.hosts.includes(host) && rule.targetGroupArn !== targetGroupArn,
  )
  if (others.length === 0) return
  await turn(others.length)
  for (const other of others) await deleteRule(deps, other)
  book.forget()
  const rule = (await book.all()).find((one) => one.arn === arn)
  if (rule !== undefined) await pointAlias(deps, host, rule)
}

async function remove(deps: Deps, site: { id: string; name: string }): Promise<void> {
  await deps.turn(PLACING)
  const targetGroupArn = await findTargetGroup(deps, site.id)
  if (targetGroupArn === undefined) return
  const host = hostOf(deps, site.name)
  deps.book.forget()
  const rules = await deps.book.all()
  for (const rule of rules.filter(isFor(targetGroupArn))) await deleteRule(deps, rule)
  deps.book.forget()
  // A newer site may have the name, and its DNS record, by now.
  const isTaken = rules.some(({ hosts, targetGroupArn: arn }) => hosts.includes(host) && arn !== targetGroupArn)
  if (deps.listeners.length > 1 && !isTaken) await removeAlias(deps, host)
  await deleteTargetGroup(deps.elb, targetGroupArn)
}

function targetOf({ instanceId, address }: Pick<Route, 'instanceId' | 'address'>) {
  return { Id: instanceId, Port: portOf(address) }
}

function hostOf({ domain }: Deps, name: string): string {
  return `${name}.${domain}`
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}

type ListDeps = Pick<TargetGroupDeps, 'elb' | 'stack'>

interface ListedRoute {
  siteId: string
  name: string
}

/** DescribeTags takes at most this many resources. */
const TAGS_AT_ONCE = 20

/**
 * Sites with a route, by their target groups, without which no route exists. A target group's name tells whether it belongs to a
 * known site; tags are only fetched for the others.
 */
async function listRoutes(deps: ListDeps, known: Iterable<{ id: string; name: string }>): Promise<ListedRoute[]> {
  const byGroup = new Map([...known].map(({ id, name }) => [targetGroupName(deps.stack, id), { siteId: id, name }]))
  const routes: ListedRoute[] = []
  const strangers: string[] = []
  const pages = paginateDescribeTargetGroups({ client: deps.elb, pageSize: 400 }, {})
  for (const { TargetGroupArn: arn, TargetGroupName: group = '' } of await allItems(
    pages,
    (page) => page.TargetGroups,
  )) {
    const route = byGroup.get(group)
    if (route !== undefined) routes.push(route)
    else if (arn !== undefined && mayBeOfSite(group)) strangers.push(arn)
  }
  return [...routes, ...(await readOwners(deps, strangers))]
}

async function readOwners({ elb, stack }: ListDeps, arns: string[]): Promise<ListedRoute[]> {
  const routes: ListedRoute[] = []
  for (let at = 0; at < arns.length; at += TAGS_AT_ONCE) {
    const command = new DescribeTagsCommand({ ResourceArns: arns.slice(at, at + TAGS_AT_ONCE) })
    const { TagDescriptions = [] } = await elb.send(command)
    for (const { Tags } of TagDescriptions) {
      const belonging = readTags(stack, Tags)
      if (belonging !== undefined) routes.push({ siteId: belonging.siteId, name: belonging.siteName })
    }
  }
  return routes
}
