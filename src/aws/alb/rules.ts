import { createHash } from 'node:crypto'
import {
  CreateRuleCommand,
  DeleteRuleCommand,
  ModifyRuleCommand,
  type ElasticLoadBalancingV2Client,
  paginateDescribeRules,
  type Rule,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Turn } from '../../control/turns.ts'
import { HEALTH_PATH } from '../../site/paths.ts'
import { allItems } from '../all-items.ts'
import { unlessNamed } from '../errors.ts'
import { tagsOf } from '../tags.ts'

export interface Listener {
  listenerArn: string
  /** Of the load balancer, for alias records. */
  dnsName: string
  hostedZoneId: string
}

export interface RuleDeps {
  elb: ElasticLoadBalancingV2Client
  stack: string
  /** The wildcard record points at the first. */
  listeners: readonly Listener[]
  /** To call load balancers. */
  turn: Turn
}

export interface HostRule {
  arn: string
  hosts: string[]
  /** Of health checks alone: see {@link openRule}. */
  isClosed: boolean
  targetGroupArn: string | undefined
  priority: number | undefined
  listener: Listener
}

export interface RouteOrder {
  site: { id: string; name: string }
  host: string
  targetGroupArn: string
}

/** Codes of Elastic Load Balancing: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
const NO_RULE = ['RuleNotFoundException']

/** Lower ones are for rules that all sites share. */
const FIRST_PRIORITY = 1000
const LAST_PRIORITY = 50_000

export async function listRulesOf(
  { elb, turn }: Pick<RuleDeps, 'elb' | 'turn'>,
  listener: Listener,
): Promise<HostRule[]> {
  await turn()
  const pages = paginateDescribeRules({ client: elb, pageSize: 400 }, { ListenerArn: listener.listenerArn })
  return allItems(pages, ({ Rules }) => Rules?.flatMap((rule) => toHostRule(rule, listener) ?? []))
}

function toHostRule({ RuleArn, Conditions = [], Actions = [], Priority }: Rule, listener: Listener) {
  if (RuleArn === undefined) return undefined
  const hosts = Conditions.flatMap(({ Field, HostHeaderConfig }) =>
    Field === 'host-header' ? (HostHeaderConfig?.Values ?? []) : [],
  )
  const isClosed = Conditions.some(({ Field }) => Field === 'path-pattern')
  const targetGroupArn = Actions.find(({ Type }) => Type === 'forward')?.TargetGroupArn
  const priority = Priority === undefined || Priority === 'default' ? undefined : Number(Priority)
  return { arn: RuleArn, hosts, isClosed, targetGroupArn, priority, listener }
}

/** For health checks alone, until it's opened: a target group without any rule isn't looked after. */
export async function createRuleAt(
  { elb, stack }: RuleDeps,
  listener: Listener,
  { site, host, targetGroupArn }: RouteOrder,
  priority: number,
): Promise<HostRule> {
  const { Rules: [rule] = [] } = await elb.send(
    new CreateRuleCommand({
      ListenerArn: listener.listenerArn,
      Priority: priority,
      Conditions: [...forHost(host), HEALTH_ONLY],
      Actions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
      Tags: tagsOf(stack, { siteId: site.id, siteName: site.name }),
    }),
  )
  const created = rule && toHostRule(rule, listener)
  if (created === undefined) throw new Error(`No rule was made for ${host}`)
  return created
}

const forHost = (host: string): RuleCondition[] => [{ Field: 'host-header', HostHeaderConfig: { Values: [host] } }]
const HEALTH_ONLY: RuleCondition = { Field: 'path-pattern', PathPatternConfig: { Values: [HEALTH_PATH] } }

/** Leads all that's asked of the host where only health checks were led. */
export async function openRule(
  { elb }: Pick<RuleDeps, 'elb'>,
  rule: Pick<HostRule, 'arn' | 'isClosed'>,
  host: string,
): Promise<void> {
  if (!rule.isClosed) return
  await elb.send(new ModifyRuleCommand({ RuleArn: rule.arn, Conditions: forHost(host) }))
  rule.isClosed = false
}

/**
 * Derived from the site, so that two calls for one site use the same priority and create one rule, and two sites seldom collide.
 * The order doesn't matter: no two of our rules match the same host for long.
 */
export function freePriority(siteId: string, taken: ReadonlySet<number | undefined>): number {
  const range = LAST_PRIORITY - FIRST_PRIORITY
  const start = createHash('sha256').update(siteId).digest().readUInt32BE() % range
  for (let step = 0; step < range; step++) {
    const priority = FIRST_PRIORITY + ((start + step) % range)
    if (!taken.has(priority)) return priority
  }
  throw new Error('Every priority is taken')
}

export async function deleteRule({ elb }: Pick<RuleDeps, 'elb'>, { arn }: HostRule): Promise<void> {
  await unlessNamed(NO_RULE, () => elb.send(new DeleteRuleCommand({ RuleArn: arn })))
}

export function isFor(targetGroupArn: string) {
  return (rule: HostRule): boolean => rule.targetGroupArn === targetGroupArn
}
