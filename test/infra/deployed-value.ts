import * as z from 'zod'

const STACK = 'a'.repeat(31)
/** None is longer. */
const REGION = 'ap-southeast-1'
const ACCOUNT = '123456789012'
const name = (id: string, length: number) =>
  `${STACK}-${id}`.slice(0, length - 14).padEnd(length - 13, '-') + 'X'.repeat(13)
const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`
const balancer = (id: string) => `app/${name(id, 32)}/50dc6c495c0c9188`
const hex = '0a1b2c3d4e5f60718'

/** What CloudFormation makes of a resource's `Ref`, or of an attribute, as long as it can be. Source: each type's "Return values". */
const values: Record<string, (id: string) => string> = {
  'AWS::DynamoDB::Table': () => STACK,
  'AWS::DynamoDB::Table.Arn': () => arn('dynamodb', `table/${STACK}`),
  'AWS::DynamoDB::Table.StreamArn': () => arn('dynamodb', `table/${STACK}/stream/2026-11-01T00:00:00.000`),
  'AWS::EC2::LaunchTemplate': () => `lt-${hex}`,
  'AWS::EC2::LaunchTemplate.LatestVersionNumber': () => '1000',
  'AWS::EC2::SecurityGroup.GroupId': () => `sg-${hex}`,
  'AWS::EC2::Subnet': () => `subnet-${hex}`,
  'AWS::EC2::VPC': () => `vpc-${hex}`,
  'AWS::ElasticLoadBalancingV2::Listener': (id) =>
    arn('elasticloadbalancing', `listener/${balancer(id)}/f2f7dc8efc522ab2`),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (id) => arn('elasticloadbalancing', `loadbalancer/${balancer(id)}`),
  'AWS::ElasticLoadBalancingV2::LoadBalancer.CanonicalHostedZoneID': () => 'Z1LMS91P8CMLE5',
  'AWS::ElasticLoadBalancingV2::LoadBalancer.DNSName': (id) => `${name(id, 32)}-1234567890.${REGION}.elb.amazonaws.com`,
  'AWS::IAM::Role.Arn': (id) => `arn:aws:iam::${ACCOUNT}:role/${name(id, 64)}`,
  'AWS::Lambda::Function': () => `${STACK}-reconcile`,
  'AWS::Lambda::Function.Arn': () => arn('lambda', `function:${STACK}-reconcile`),
  'AWS::Logs::LogGroup.Arn': (id) => arn('logs', `log-group:${name(id, 64)}:*`),
  'AWS::S3::Bucket': (id) => name(id, 63),
  'AWS::S3::Bucket.Arn': (id) => `arn:aws:s3:::${name(id, 63)}`,
  'AWS::SQS::Queue.Arn': () => arn('sqs', `${STACK}-schedules-failures`),
  'AWS::SSM::Document': (id) => name(id, 64),
  'AWS::Scheduler::ScheduleGroup': () => STACK,
}
const pseudo: Record<string, string> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::StackName': STACK,
  'AWS::URLSuffix': 'amazonaws.com',
}

const refSchema = z.strictObject({ Ref: z.string() })
const attributeSchema = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
const joinSchema = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) })

/** A text of the template as it is once it is deployed. `types`: those of the template's resources, by logical id. */
export function deployedText(value: unknown, types: Record<string, string>): string {
  if (typeof value === 'string') return value
  const ref = refSchema.safeParse(value)
  if (ref.success) return pseudo[ref.data.Ref] ?? ofResource(ref.data.Ref, '', types)
  const attribute = attributeSchema.safeParse(value)
  if (attribute.success)
    return ofResource(attribute.data['Fn::GetAtt'][0], `.${attribute.data['Fn::GetAtt'][1]}`, types)
  const join = joinSchema.safeParse(value)
  if (!join.success) throw new Error(`Nobody knows how long this becomes: ${JSON.stringify(value)}`)
  const [separator, parts] = join.data['Fn::Join']
  return parts.map((part) => deployedText(part, types)).join(separator)
}

function ofResource(id: string, attribute: string, types: Record<string, string>): string {
  const make = values[`${types[id]}${attribute}`]
  if (make === undefined) throw new Error(`Nobody knows how long ${types[id]}${attribute} (${id}) becomes`)
  return make(id)
}

/** The same of a whole part of the template. */
export function deployedPart(value: unknown, types: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => deployedPart(part, types))
  if (typeof value !== 'object' || value === null) return value
  const [key = ''] = Object.keys(value)
  if (key === 'Ref' || key.startsWith('Fn::')) return deployedText(value, types)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, deployedPart(part, types)]))
}
