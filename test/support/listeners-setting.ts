import type { Listener } from '../../src/aws/alb/rules.ts'
import type { MadeSettings } from '../../src/aws/settings.ts'

const KIND = ':listener/app/'

/** Listeners of one region, as the stack writes them. */
export function listenersSetting(listeners: readonly [Listener, ...Listener[]]): MadeSettings['listeners'] {
  const [{ listenerArn: arn, dnsName: dns, hostedZoneId }] = listeners
  const arnPrefix = arn.slice(0, arn.indexOf(KIND) + KIND.length)
  const dnsSuffix = dns.slice(dns.indexOf('.'))
  const each = listeners.map(({ listenerArn, dnsName }) => ({
    arn: listenerArn.slice(arnPrefix.length),
    dns: dnsName.slice(0, -dnsSuffix.length),
  }))
  return { arnPrefix, dnsSuffix, hostedZoneId, each }
}
