import { ElasticLoadBalancingV2Client, TooManyRulesException } from '@aws-sdk/client-elastic-load-balancing-v2'
import { atMoto } from './addresses.ts'

/** moto's rules have no quota: a client to which one listener says that it has reached its own. */
export function withFull(listenerArn: string): ElasticLoadBalancingV2Client {
  const elb = new ElasticLoadBalancingV2Client(atMoto)
  elb.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const { input } = args
        if (commandName === 'CreateRuleCommand' && 'ListenerArn' in input && input.ListenerArn === listenerArn) {
          throw new TooManyRulesException({ $metadata: {}, message: 'full' })
        }
        return next(args)
      },
    { step: 'initialize', name: 'full' },
  )
  return elb
}
