import assert from 'node:assert/strict'
import { BlockList, isIPv6 } from 'node:net'
import type { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'

const ruleSchema = z.looseObject({
  FromPort: z.number(),
  CidrIp: z.string().optional(),
  CidrIpv6: z.string().optional(),
})
const groupSchema = z.object({ Properties: z.object({ SecurityGroupIngress: z.array(ruleSchema).default([]) }) })
const setSchema = z.object({
  Properties: z.object({ IPAddressVersion: z.enum(['IPV4', 'IPV6']), Addresses: z.array(z.string()) }),
})

type Statement =
  | { NotStatement: { Statement: Statement } }
  | { OrStatement: { Statements: Statement[] } }
  | { IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [string, 'Arn'] } } }
  | { RegexMatchStatement: { RegexString: string } }
const statementSchema: z.ZodType<Statement> = z.lazy(() =>
  z.union([
    z.strictObject({ NotStatement: z.strictObject({ Statement: statementSchema }) }),
    z.strictObject({ OrStatement: z.strictObject({ Statements: z.array(statementSchema).min(2) }) }),
    z.strictObject({
      IPSetReferenceStatement: z.strictObject({
        Arn: z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
      }),
    }),
    z.strictObject({
      RegexMatchStatement: z.strictObject({
        RegexString: z.string().max(512),
        FieldToMatch: z.strictObject({ UriPath: z.strictObject({}) }),
        TextTransformations: z.tuple([z.strictObject({ Priority: z.literal(0), Type: z.literal('NONE') })]),
      }),
    }),
  ]),
)
const aclSchema = z.object({
  Properties: z.object({
    Scope: z.literal('REGIONAL'),
    DefaultAction: z.strictObject({ Allow: z.strictObject({}) }),
    Rules: z.tuple([
      z.looseObject({ Action: z.strictObject({ Block: z.strictObject({}) }), Statement: statementSchema }),
    ]),
  }),
})

/** Whether somebody at that address reaches that path of a site: by the load balancers' security group, then their web ACL. */
export function whoGetsIn(template: Template) {
  const ofType = (type: string) => Object.entries(template.findResources(type))
  const [group] = ofType('AWS::EC2::SecurityGroup').filter(([id]) => id.startsWith('BalancerGroup'))
  const rules = groupSchema.parse(group?.[1]).Properties.SecurityGroupIngress
  const sets = new Map(ofType('AWS::WAFv2::IPSet').map(([id, set]) => [id, setSchema.parse(set).Properties]))
  const acls = ofType('AWS::WAFv2::WebACL').map(([, acl]) => aclSchema.parse(acl).Properties.Rules[0].Statement)
  const holds = (statement: Statement, ip: string, path: string): boolean => {
    if ('NotStatement' in statement) return !holds(statement.NotStatement.Statement, ip, path)
    if ('OrStatement' in statement) return statement.OrStatement.Statements.some((one) => holds(one, ip, path))
    if ('RegexMatchStatement' in statement) return new RegExp(statement.RegexMatchStatement.RegexString).test(path)
    const set = sets.get(statement.IPSetReferenceStatement.Arn['Fn::GetAtt'][0]) ?? assert.fail('no such set')
    for (const cidr of set.Addresses) assert.ok(!cidr.endsWith('/0'), 'AWS WAF takes no /0')
    return isIPv6(ip) === (set.IPAddressVersion === 'IPV6') && isWithin(ip, set.Addresses)
  }
  return (ip: string, path: string): boolean => {
    const ranges = rules
      .filter(({ FromPort }) => FromPort === 443)
      .flatMap(({ CidrIp, CidrIpv6 }) => CidrIp ?? CidrIpv6 ?? [])
    return isWithin(ip, ranges) && !acls.some((statement) => holds(statement, ip, path))
  }
}

function isWithin(ip: string, ranges: string[]): boolean {
  const kind = isIPv6(ip) ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  for (const range of ranges) {
    const [net = '', prefix] = range.split('/')
    list.addSubnet(net, Number(prefix), isIPv6(net) ? 'ipv6' : 'ipv4')
  }
  return list.check(ip, kind)
}
