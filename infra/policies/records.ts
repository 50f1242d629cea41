import type { Grant, Names } from './grants.ts'

const ourZone = ({ hostedZoneArn }: Names) => [hostedZoneArn]

/** Addresses of sites alone: not the wildcard's own, which Route 53 writes with `\052` for the asterisk, and nothing but addresses. */
export const records: Grant[] = [
  {
    actions: ['route53:ChangeResourceRecordSets'],
    resources: ourZone,
    conditions: ({ domain }) => ({
      'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`*.${domain}`] },
      'ForAllValues:StringNotEquals': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`\\052.${domain}`] },
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA'] },
    }),
  },
  { actions: ['route53:ListResourceRecordSets'], resources: ourZone },
]
