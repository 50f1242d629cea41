import assert from 'node:assert/strict'
import type { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'

/** What CloudFormation's own functions take. */
const call = z.union([
  z.strictObject({ Ref: z.string() }),
  z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
  z.strictObject({ 'Fn::Split': z.tuple([z.string(), z.unknown()]) }),
  z.strictObject({ 'Fn::Select': z.tuple([z.coerce.number(), z.unknown()]) }),
])

const REGION = 'ap-northeast-1'
/** No stack's name is longer. */
export const STACK = 'test-sites-of-orchard-and-garden'.slice(0, 31)
const pseudo: Record<string, string> = {
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': STACK,
}

/** The values of a template once it is deployed, with the longest names that AWS gives. */
export function deployedValues(template: Template) {
  const resources = z
    .object({
      Resources: z.record(
        z.string(),
        z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
      ),
    })
    .parse(template.toJSON())
  /** A name that the template gives; of all others CloudFormation makes one. */
  const physical = (id: string) => {
    const { TableName, QueueName, Name } = resources.Resources[id]?.Properties ?? {}
    const { data } = z.string().safeParse(TableName ?? QueueName ?? Name)
    return data ?? madeName(typeOf(id), id)
  }
  const typeOf = (id: string) => resources.Resources[id]?.Type ?? assert.fail(`no resource ${id}`)
  const textOf = (value: unknown): string => z.string().parse(valueOf(value))
  const valueOf = (value: unknown): unknown => {
    const { success, data } = call.safeParse(value)
    if (!success) return value
    if ('Ref' in data) return pseudo[data.Ref] ?? physical(data.Ref)
    if ('Fn::GetAtt' in data) {
      const [id, name] = data['Fn::GetAtt']
      return attribute({ id, type: typeOf(id), physical: physical(id) }, name)
    }
    if ('Fn::Join' in data) return data['Fn::Join'][1].map(textOf).join(data['Fn::Join'][0])
    if ('Fn::Split' in data) return textOf(data['Fn::Split'][1]).split(data['Fn::Split'][0])
    const [index, list] = data['Fn::Select']
    return z.array(z.unknown()).parse(valueOf(list)).map(textOf)[index]
  }
  return { textOf, valueOf }
}

/** Load balancers are numbered by their ids: `Balancer7` or `Balancer7Https`, then eight digits of a hash. */
const balancerName = (id: string) => `pokopo-Balan-${(/\d+/.exec(id.slice(0, -8))?.[0] ?? '').padStart(19, 'B')}`
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:123456789012:${resource}`
const hex = (id: string) => Buffer.from(id).toString('hex').slice(0, 16).padEnd(16, '0')

function madeName(type: string, id: string): string {
  switch (type) {
    case 'AWS::ElasticLoadBalancingV2::Listener':
      return arn('elasticloadbalancing', `listener/app/${balancerName(id)}/${hex('balancer')}/${hex(id)}`)
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
      return arn('elasticloadbalancing', `loadbalancer/app/${balancerName(id)}/${hex('balancer')}`)
    case 'AWS::S3::Bucket':
      return `${STACK}-inputbucket3bf8630a-${'0'.repeat(12)}`
    case 'AWS::EC2::Subnet':
      return `subnet-${'0'.repeat(17)}`
    case 'AWS::EC2::VPC':
      return `vpc-${'0'.repeat(17)}`
    case 'AWS::EC2::LaunchTemplate':
      return `lt-${'0'.repeat(17)}`
    default:
      return `${STACK}-${id}-${'0'.repeat(12)}`
  }
}

function attribute({ id, type, physical }: { id: string; type: string; physical: string }, name: string): string {
  if (name === 'DNSName') return `${balancerName(id)}-1234567890.${REGION}.elb.amazonaws.com`
  if (name === 'CanonicalHostedZoneID') return 'Z14GRHDCWA56QT'
  if (name === 'LatestVersionNumber') return '12'
  if (name === 'GroupId') return `sg-${'0'.repeat(17)}`
  if (name === 'ListenerArn' || name === 'LoadBalancerArn') return physical
  if (name === 'Arn' && type === 'AWS::IAM::Role') return `arn:aws:iam::123456789012:role/${physical}`
  if (name === 'Arn') return arn(type.split('::')[1]?.toLowerCase() ?? '', physical)
  return `${physical}/${name}`
}
