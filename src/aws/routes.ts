import type { Route, Routes } from '../control/ports.ts'
import { SECOND_MS } from '../site/time.ts'
import { type AliasDeps, putAlias, removeAlias } from './alb/alias-record.ts'
import { createRule, deleteRule, isFor, listRules, openRule, type RuleDeps } from './alb/rules.ts'
import {
  deleteTargetGroup,
  ensureTargetGroup,
  findTargetGroup,
  isTargetDecided,
  setTarget,
  type TargetGroupDeps,
  mayBeOfSite,
  targetGroupName,
} from './alb/target-group.ts'
import { DescribeTagsCommand, paginateDescribeTargetGroups } from '@aws-sdk/client-elastic-load-balancing-v2'
import { allItems } from './all-items.ts'
import { readTags } from './tags.ts'

export interface AlbRoutesDeps extends RuleDeps, TargetGroupDeps, AliasDeps {
  /** Sites are `NAME.domain`. */
  domain: string
  wait(ms: number): Promise<void>
}

/** The first health check comes a while after registration; visitors would see an error page until then. */
const WAIT_LIMIT_MS = 25 * SECOND_MS
const LOOK_MS = SECOND_MS

/**
 * Each site has a target group and a host-header rule. The target group is created first and deleted last, so `list` finds what
 * an interrupted call leaves behind, and another call completes it.
 */
export function createAlbRoutes(deps: AlbRoutesDeps): Routes {
  return {
    prepare: async (route) => void (await point(deps, route, { isClosed: true })),
    put: (route) => put(deps, route),
    remove: (site) => remove(deps, site),
    list: (known = []) => listRoutes(deps, known),
  }
}

async function put(deps: AlbRoutesDeps, route: Route): Promise<void> {
  const { listeners } = deps
  const host = hostOf(deps, route.name)
  const { rule, rules, targetGroupArn, target } = await point(deps, route, { isClosed: false })
  await openRule(deps, rule, host)
  // Left over from an older site of that name.
  for (const other of rules) if (other.targetGroupArn !== targetGroupArn) await deleteRule(deps, other)
  if (rule.listener !== listeners[0]) await putAlias(deps, host, rule.listener)
  else if (listeners.length > 1) await removeAlias(deps, host)
  await untilDecided(deps, targetGroupArn, target)
}

/** The site's target group with that machine alone, its rule, which is made if there's none, and all that were there for its host. */
async function point(
  deps: AlbRoutesDeps,
  { siteId, name, instanceId, address }: Route,
  { isClosed }: { isClosed: boolean },
) {
  const site = { id: siteId, name }
  const host = hostOf(deps, name)
  const target = { Id: instanceId, Port: portOf(address) }
  const targetGroupArn = await ensureTargetGroup(deps, site)
  await setTarget(deps.elb, targetGroupArn, target)
  const rules = (await listRules(deps)).filter(({ hosts }) => hosts.includes(host))
  const rule = rules.find(isFor(targetGroupArn)) ?? (await createRule(deps, { site, host, targetGroupArn, isClosed }))
  return { rule, rules, targetGroupArn, target }
}

async function remove(deps: AlbRoutesDeps, site: { id: string; name: string }): Promise<void> {
  const targetGroupArn = await findTargetGroup(deps, site.id)
  if (targetGroupArn === undefined) return
  const host = hostOf(deps, site.name)
  const rules = await listRules(deps)
  for (const rule of rules.filter(isFor(targetGroupArn))) await deleteRule(deps, rule)
  // A newer site may have the name, and its DNS record, by now.
  const isTaken = rules.some(({ hosts, targetGroupArn: arn }) => hosts.includes(host) && arn !== targetGroupArn)
  if (deps.listeners.length > 1 && !isTaken) await removeAlias(deps, host)
  await deleteTargetGroup(deps.elb, targetGroupArn)
}

async function untilDecided(
  { elb, wait }: AlbRoutesDeps,
  targetGroupArn: string,
  target: { Id: string; Port: number },
): Promise<void> {
  for (let waitedMs = 0; waitedMs < WAIT_LIMIT_MS; waitedMs += LOOK_MS) {
    if (await isTargetDecided(elb, targetGroupArn, target)) return
    await wait(LOOK_MS)
  }
}

function hostOf({ domain }: AlbRoutesDeps, name: string): string {
  return `${name}.${domain}`
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}

interface ListedRoute {
  siteId: string
  name: string
}

type Deps = Pick<TargetGroupDeps, 'elb' | 'stack'>

/** DescribeTags takes at most this many resources. */
const TAGS_AT_ONCE = 20

/**
 * Sites with a route, by their target groups, without which no route exists. A target group's name tells whether it belongs to a
 * known site; tags are only fetched for the others.
 */
async function listRoutes(deps: Deps, known: Iterable<{ id: string; name: string }>): Promise<ListedRoute[]> {
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

async function readOwners({ elb, stack }: Deps, arns: string[]): Promise<ListedRoute[]> {
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
