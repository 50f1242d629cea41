import type { Listener } from '../../src/aws/alb/rules.ts'

const KIND = ':listener/app/'

/** `LISTENERS` as the stack sets it, for listeners of one region. */
export function writeListeners(listeners: readonly Listener[]): string {
  const [{ listenerArn: arn, dnsName: dns, hostedZoneId } = { listenerArn: '', dnsName: '', hostedZoneId: '' }] =
    listeners
  const prefix = arn.slice(0, arn.indexOf(KIND) + KIND.length)
  const suffix = dns.slice(dns.indexOf('.'))
  const entries = listeners.map(({ listenerArn, dnsName }) => {
    return `${listenerArn.slice(prefix.length)}:${dnsName.slice(0, -suffix.length)}`
  })
  return [prefix, suffix, hostedZoneId, ...entries].join(' ')
}
