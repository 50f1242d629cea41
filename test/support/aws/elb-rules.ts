import type {
  CreateRuleInput,
  DeleteRuleInput,
  DescribeRulesInput,
  ModifyRuleInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { type ElbState, type ElbRule, groupOf, listenerOf } from './elb-state.ts'
import { AwsError, newId, pageOf } from './fake-service.ts'

export function ruleHandlers(elb: ElbState) {
  return {
    CreateRule: (input: CreateRuleInput) => ({ Rules: [create(elb, input)] }),
    DescribeRules: ({ ListenerArn, Marker }: DescribeRulesInput) => {
      const { listenerArn } = listenerOf(elb, ListenerArn)
      const rules = [...elb.rules.values()].filter(({ listener }) => listener === listenerArn)
      const fallback = { RuleArn: `${listenerArn}/default`, Priority: 'default', Actions: [{ Type: 'fixed-response' }] }
      const { page, next } = pageOf([...rules, fallback], Marker, elb.pageSize)
      return { Rules: page, NextMarker: next }
    },
    ModifyRule: ({ RuleArn = '', Conditions }: ModifyRuleInput) => {
      const rule = elb.rules.get(RuleArn)
      if (rule === undefined) throw new AwsError('RuleNotFoundException')
      Object.assign(rule, conditionsOf(Conditions))
      return { Rules: [rule] }
    },
    DeleteRule: ({ RuleArn = '' }: DeleteRuleInput) => {
      if (!elb.rules.delete(RuleArn)) throw new AwsError('RuleNotFoundException')
      return {}
    },
  }
}

function create(
  elb: ElbState,
  { ListenerArn, Priority = 0, Conditions, Actions, Tags = [] }: CreateRuleInput,
): ElbRule {
  const { listenerArn, loadBalancerArn } = listenerOf(elb, ListenerArn)
  const group = groupOf(elb, Actions?.[0]?.TargetGroupArn)
  const conditions = conditionsOf(Conditions)
  if (Priority < 1 || Priority > 50_000) throw new AwsError('ValidationError')
  const rules = [...elb.rules.values()]
  const here = rules.filter(({ listener }) => listener === listenerArn)
  if (here.some((rule) => rule.Priority === String(Priority))) throw new AwsError('PriorityInUseException')
  if (here.length >= elb.quotas.rules) throw new AwsError('TooManyRulesException')
  const full = elb.full.get(listenerArn)
  if (full !== undefined) throw new AwsError(full)
  const groupsHere = new Set(here.map(({ targetGroup }) => targetGroup)).add(group.arn)
  if (groupsHere.size > elb.quotas.targetGroups) {
    throw new AwsError('TooManyUniqueTargetGroupsPerLoadBalancerException')
  }
  const isElsewhere = rules.some(
    ({ targetGroup, listener }) =>
      targetGroup === group.arn && listenerOf(elb, listener).loadBalancerArn !== loadBalancerArn,
  )
  if (isElsewhere) throw new AwsError('TargetGroupAssociationLimitException')
  const rule: ElbRule = {
    RuleArn: `${listenerArn}/${newId('rule')}`,
    Priority: String(Priority),
    Actions: Actions ?? [],
    listener: listenerArn,
    targetGroup: group.arn,
    ...conditions,
    tags: Tags,
  }
  elb.rules.set(rule.RuleArn, rule)
  return rule
}

function conditionsOf(Conditions: CreateRuleInput['Conditions'] = []): Pick<ElbRule, 'Conditions' | 'host' | 'path'> {
  const [condition, more] = Conditions
  const host = condition?.HostHeaderConfig?.Values?.[0] ?? ''
  const path = more?.PathPatternConfig?.Values?.[0]
  const isKnown = condition?.Field === 'host-header' && (more === undefined || more.Field === 'path-pattern')
  if (!isKnown || host === '' || host.length > 128) throw new AwsError('ValidationError')
  return { Conditions, host, path }
}
