/**
 * Codes of Elastic Load Balancing that mean something to us:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html and its neighbours.
 */

export const NO_TARGET_GROUP: ReadonlySet<string> = new Set(['TargetGroupNotFoundException'])
export const NO_RULE: ReadonlySet<string> = new Set(['RuleNotFoundException'])
/** It was made with other settings: by an older version of ours. */
export const TARGET_GROUP_EXISTS: ReadonlySet<string> = new Set(['DuplicateTargetGroupNameException'])
export const PRIORITY_TAKEN: ReadonlySet<string> = new Set(['PriorityInUseException'])

/** No room for another rule on that load balancer: quotas of 100 rules and 100 target groups. */
export const LISTENER_FULL: ReadonlySet<string> = new Set([
  'TooManyRulesException',
  'TooManyTargetGroupsException',
  'TooManyUniqueTargetGroupsPerLoadBalancerException',
  'TargetGroupAssociationLimitException',
])
