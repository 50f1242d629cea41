import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2'
import type { Construct } from 'constructs'
import { CONTROL_PATH, HOOK_PATH } from '../src/site/paths.ts'

const EVERYBODY = { 4: '0.0.0.0/0', 6: '::/0' } as const

/** IP sets take no /0: its two halves are the same. Source: AWS WAF, "Creating an IP set". */
const HALVES: Record<string, string[]> = {
  [EVERYBODY[4]]: ['0.0.0.0/1', '128.0.0.0/1'],
  [EVERYBODY[6]]: ['::/1', '8000::/1'],
}

/**
 * The paths that GitHub and machines call, from addresses that aren't known in advance. Without dots and percent signs, so that no path that
 * matches leads anywhere else once a server has normalized it.
 */
const OPEN_PATHS = `^(${HOOK_PATH}|${CONTROL_PATH}[a-z-]+/[a-z0-9-]+)$`

/** "Rate-based rule statement": the window over which AWS WAF counts, in seconds. */
const RATE_WINDOW_S = 300

interface VisitorLimits {
  name: string
  /** Addresses from which sites can be visited. */
  cidrs: string[]
  /** Requests of one address in {@link RATE_WINDOW_S}; undefined: any number. */
  rate: number | undefined
  loadBalancers: ApplicationLoadBalancer[]
}

/**
 * A web ACL before all sites, if one of the limits asks for it, since it costs money. A change holds at once for those that are up.
 *
 * It keeps visitors from elsewhere out of sites, and lets everybody call {@link OPEN_PATHS}. A security group knows no paths; a listener's
 * rule knows no "not", and takes five values, so each site would need two rules or more of the 100 that a load balancer has.
 */
export function limitVisitors(scope: Construct, { name, cidrs, rate, loadBalancers }: VisitorLimits): void {
  const visibilityOf = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName: `${name}-${metricName}`,
    // Samples would show who looks at unreleased work.
    sampledRequestsEnabled: false,
  })
  const isOpen = Object.values(EVERYBODY).every((cidr) => cidrs.includes(cidr))
  const rules = [
    ...(isOpen ? [] : [{ name: 'strangers', action: { block: {} }, statement: isStranger(scope, cidrs) }]),
    ...(rate === undefined ? [] : [{ name: 'floods', action: TOO_MANY, statement: isFlood(rate) }]),
  ]
  if (rules.length === 0) return
  const acl = new CfnWebACL(scope, 'VisitorsAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visibilityOf('visitors'),
    rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibilityOf(rule.name) })),
  })
  loadBalancers.forEach((loadBalancer, index) => {
    const props = { resourceArn: loadBalancer.loadBalancerArn, webAclArn: acl.attrArn }
    new CfnWebACLAssociation(scope, `VisitorsOf${index + 1}`, props)
  })
}

const TOO_MANY = { block: { customResponse: { responseCode: 429 } } }

function isFlood(limit: number): CfnWebACL.StatementProperty {
  return { rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec: RATE_WINDOW_S } }
}

function isStranger(scope: Construct, cidrs: string[]): CfnWebACL.StatementProperty {
  const isIpv6 = (cidr: string) => cidr.includes(':')
  const sets = [
    ...ipSet(scope, 'Visitors4', { version: 'IPV4', cidrs: cidrs.filter((cidr) => !isIpv6(cidr)) }),
    ...ipSet(scope, 'Visitors6', { version: 'IPV6', cidrs: cidrs.filter(isIpv6) }),
  ]
  return { notStatement: { statement: { orStatement: { statements: [...sets.map(isIn), isOpenPath] } } } }
}

function ipSet(scope: Construct, id: string, { version, cidrs }: { version: 'IPV4' | 'IPV6'; cidrs: string[] }) {
  if (cidrs.length === 0) return []
  const addresses = [...new Set(cidrs.flatMap((cidr) => HALVES[cidr] ?? [cidr]))]
  return [new CfnIPSet(scope, id, { scope: 'REGIONAL', ipAddressVersion: version, addresses })]
}

const isIn = (set: CfnIPSet): CfnWebACL.StatementProperty => ({ ipSetReferenceStatement: { arn: set.attrArn } })

const isOpenPath: CfnWebACL.StatementProperty = {
  regexMatchStatement: {
    regexString: OPEN_PATHS,
    fieldToMatch: { uriPath: {} },
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
}
