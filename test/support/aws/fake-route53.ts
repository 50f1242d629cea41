import {
  type ChangeResourceRecordSetsRequest,
  type ListResourceRecordSetsRequest,
  type ResourceRecordSet,
  Route53Client,
} from '@aws-sdk/client-route-53'
import { AwsError, createFakeService, answeredBy, insteadOfNetwork, nowhere } from './fake-service.ts'

export const ZONE = 'Z0123456789ABC'

/** One hosted zone. */
export function createFakeRoute53({ onChange = () => {} }: { onChange?: (host: string) => void } = {}) {
  const records = new Map<string, ResourceRecordSet>()
  const service = createFakeService({
    ChangeResourceRecordSets: ({ HostedZoneId, ChangeBatch }: ChangeResourceRecordSetsRequest) => {
      if (HostedZoneId !== ZONE) throw new AwsError('NoSuchHostedZone')
      const changed = new Map(records)
      for (const { Action, ResourceRecordSet: record } of ChangeBatch?.Changes ?? []) {
        if (record === undefined) throw new AwsError('InvalidInput')
        const full = { ...record, Name: withDot(record.Name) }
        const key = `${full.Name} ${full.Type}`
        if (Action === 'UPSERT') changed.set(key, full)
        else if (Action === 'DELETE' && JSON.stringify(changed.get(key)) === JSON.stringify(full)) changed.delete(key)
        else throw new AwsError('InvalidChangeBatch')
      }
      records.clear()
      for (const [key, record] of changed) records.set(key, record)
      for (const { ResourceRecordSet } of ChangeBatch?.Changes ?? []) onChange(ResourceRecordSet?.Name ?? '')
      return { ChangeInfo: { Id: 'C1', Status: 'PENDING', SubmittedAt: new Date(0) } }
    },
    ListResourceRecordSets: ({ HostedZoneId, StartRecordName, MaxItems = 300 }: ListResourceRecordSetsRequest) => {
      if (HostedZoneId !== ZONE) throw new AwsError('NoSuchHostedZone')
      const start = sortKey(withDot(StartRecordName))
      const sorted = [...records.values()]
        .filter(({ Name }) => sortKey(withDot(Name)) >= start)
        .toSorted((a, b) => sortKey(withDot(a.Name)).localeCompare(sortKey(withDot(b.Name))))
      return { ResourceRecordSets: sorted.slice(0, MaxItems), IsTruncated: false, MaxItems }
    },
  })
  const client = new Route53Client(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return {
    ...service,
    client,
    records,
    /** The load balancer that an address leads to; undefined: none of its own. */
    aliasOf: (host: string): string | undefined => records.get(`${host}. A`)?.AliasTarget?.DNSName,
  }
}

function withDot(name = ''): string {
  return name.endsWith('.') ? name : `${name}.`
}

/** Route 53 sorts by labels, the last first. */
function sortKey(name: string): string {
  return name.split('.').toReversed().join('.')
}
