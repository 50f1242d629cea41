import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53'
import type { Turn } from '../../control/turns.ts'
import type { Listener } from './rules.ts'

export interface AliasDeps {
  route53: Route53Client
  /** Hosted zone of the sites' domain. */
  hostedZoneId: string
  /** To call Route 53. */
  recordTurn: Turn
}

const TYPES = ['A', 'AAAA'] satisfies RRType[]

/** Points that host at the listener's load balancer, where the wildcard record would point it at another. */
export async function putAlias(deps: AliasDeps, host: string, listener: Listener): Promise<void> {
  const AliasTarget = { DNSName: listener.dnsName, HostedZoneId: listener.hostedZoneId, EvaluateTargetHealth: false }
  await change(
    deps,
    TYPES.map((Type) => ({ Action: 'UPSERT', ResourceRecordSet: { Name: host, Type, AliasTarget } })),
  )
}

/** Removes what {@link putAlias} created for that host, if anything, so that the wildcard applies again. */
export async function removeAlias(deps: AliasDeps, host: string): Promise<void> {
  const { route53, hostedZoneId, recordTurn } = deps
  await recordTurn()
  // Sorted by name, then type: this host's records come first.
  const query = new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, StartRecordName: host, MaxItems: 10 })
  const { ResourceRecordSets = [] } = await route53.send(query)
  const mine = ResourceRecordSets.filter(
    ({ Name, AliasTarget }) => AliasTarget !== undefined && Name?.replace(/\.$/, '') === host,
  )
  // To delete a record, its whole content has to be sent.
  await change(
    deps,
    mine.map((ResourceRecordSet) => ({ Action: 'DELETE', ResourceRecordSet })),
  )
}

async function change({ route53, hostedZoneId, recordTurn }: AliasDeps, Changes: Change[]): Promise<void> {
  if (Changes.length === 0) return
  await recordTurn()
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch: { Changes } }))
}
