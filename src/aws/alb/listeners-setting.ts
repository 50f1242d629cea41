import * as z from 'zod'
import type { Listener } from './rules.ts'

const SHAPE = 'must be ARN-PREFIX DNS-SUFFIX ZONE LISTENER:LABEL …'

/**
 * Listeners as an environment variable. What they have in common stands there once, since all variables of a function have 4,096 bytes
 * together: `ARN-PREFIX DNS-SUFFIX ZONE LISTENER:LABEL LISTENER:LABEL …`. A listener's ARN is prefix and LISTENER, the DNS name of its
 * load balancer LABEL and suffix, and ZONE is Route 53's hosted zone of load balancers in that region.
 */
export const listenersSetting = z
  .string()
  .regex(/^arn:\S+ \.\S+ [A-Z0-9]+( [^\s:]+:[^\s:]+)+$/, SHAPE)
  .transform(readListeners)

function readListeners(value: string): Listener[] {
  const [prefix = '', suffix = '', hostedZoneId = '', ...entries] = value.split(' ')
  return entries.map((entry) => {
    const [listener = '', label = ''] = entry.split(':')
    return { listenerArn: `${prefix}${listener}`, dnsName: `${label}${suffix}`, hostedZoneId }
  })
}
