import { createCache } from '../../cache.ts'
import type { Clock } from '../../control/ports.ts'
import { MINUTE_MS } from '../../site/time.ts'
import { isNamed } from '../errors.ts'
import {
  createRuleAt,
  freePriority,
  type HostRule,
  isFor,
  type Listener,
  listRulesOf,
  type RouteOrder,
  type RuleDeps,
} from './rules.ts'

/** Of a listener, as it was when it was listed, with what we have changed since. */
interface Page {
  rules: HostRule[]
  isFull: boolean
}

export type RuleBook = ReturnType<typeof createRuleBook>

/** A listener's rules are listed so often, and whenever a call shows that they have changed. */
const FRESH_MS = 5 * MINUTE_MS
/** Not to be raised: "Quotas for your Application Load Balancers". */
const MOST_GROUPS = 100
/** Somebody else may take the priority in between. */
const TRIES = 10

/** Codes of Elastic Load Balancing: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
const PRIORITY_TAKEN = ['PriorityInUseException']
/** No room for another rule on that load balancer: quotas of 100 rules and 100 target groups. */
const LISTENER_FULL = [
  'TooManyRulesException',
  'TooManyTargetGroupsException',
  'TooManyUniqueTargetGroupsPerLoadBalancerException',
]
/** Its rule is on another load balancer. */
const ELSEWHERE = ['TargetGroupAssociationLimitException']

/** The rules of all listeners. Listing them takes a call for each load balancer, so what was listed is remembered. */
export function createRuleBook(deps: RuleDeps & { clock: Clock }) {
  const { listeners } = deps
  const pages = createCache<Page>({ clock: deps.clock, freshMs: FRESH_MS })
  const pageOf = (listener: Listener) =>
    pages.get(listener.listenerArn, async () => {
      const rules = await listRulesOf(deps, listener)
      const groups = new Set(rules.map(({ targetGroupArn }) => targetGroupArn))
      return { rules, isFull: groups.size >= MOST_GROUPS }
    })
  const all = async () => (await Promise.all(listeners.map(pageOf))).flatMap(({ rules }) => rules)

  const createOn = async (listener: Listener, order: RouteOrder): Promise<HostRule | undefined> => {
    for (let round = 1; ; round++) {
      const page = await pageOf(listener)
      // Another call for the same site may have created it.
      const mine = page.rules.find(isFor(order.targetGroupArn))
      if (mine !== undefined) return mine
      if (page.isFull) return undefined
      const priority = freePriority(order.site.id, new Set(page.rules.map(({ priority }) => priority)))
      try {
        const rule = await createRuleAt(deps, listener, order, priority)
        page.rules.push(rule)
        return rule
      } catch (error) {
        if (isNamed(error, LISTENER_FULL)) page.isFull = true
        if (isNamed(error, [...LISTENER_FULL, ...ELSEWHERE])) return undefined
        if (!isNamed(error, PRIORITY_TAKEN) || round === TRIES) throw error
        pages.forget(listener.listenerArn)
      }
    }
  }
  return {
    all,
    /** Creates a rule for that host, on the first listener with room for it. */
    create: async (order: RouteOrder): Promise<HostRule> => {
      for (const listener of listeners) {
        const rule = await createOn(listener, order)
        if (rule !== undefined) return rule
      }
      throw new Error('No load balancer has room for another site')
    },
    /** What was listed may no longer be so. */
    forget: () => pages.forget(),
  }
}
