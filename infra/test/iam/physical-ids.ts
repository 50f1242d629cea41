import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'

/** Where the stack is deployed, for tests. */
export const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' } as const

export type Properties = Record<string, unknown>

const { partition, region, account } = place

export const arnOf = (service: string, resource: string, in_ = `${region}:${account}`) =>
  `arn:${partition}:${service}:${in_}:${resource}`

/** Hex digits that follow from what is named: the same in every run. */
export const hex = (seed: string, length: number) => createHash('sha256').update(seed).digest('hex').slice(0, length)

const generated = (id: string) => `pokopoko-${id}-${hex(id, 12).toUpperCase()}`
const text = (value: unknown): string => (typeof value === 'string' ? value : assert.fail('no name'))
const balancerPath = (id: string) => `app/${id.slice(0, 16)}/${hex(id, 16)}`

type Attributes = (id: string, properties: Properties) => Record<string, string>

/**
 * What CloudFormation would return for `Ref` and `Fn::GetAtt`, by type of resource. Only types and attributes that a policy needs are here;
 * the resolver fails on any other, so add what AWS returns for it.
 */
export const attributesByType: Record<string, Attributes> = {
  'AWS::DynamoDB::Table': (_, { TableName }) => ({
    Ref: text(TableName),
    Arn: arnOf('dynamodb', `table/${text(TableName)}`),
    StreamArn: arnOf('dynamodb', `table/${text(TableName)}/stream/2026-11-01T00:00:00.000`),
  }),
  'AWS::Lambda::Function': (_, { FunctionName }) => ({
    Ref: text(FunctionName),
    Arn: arnOf('lambda', `function:${text(FunctionName)}`),
  }),
  'AWS::IAM::Role': (id) => ({ Ref: generated(id), Arn: arnOf('iam', `role/${generated(id)}`, `:${account}`) }),
  'AWS::Logs::LogGroup': (id) => ({ Ref: generated(id), Arn: arnOf('logs', `log-group:${generated(id)}:*`) }),
  'AWS::SQS::Queue': (_, { QueueName }) => ({
    Ref: `https://sqs.${region}.amazonaws.com/${account}/${text(QueueName)}`,
    Arn: arnOf('sqs', text(QueueName)),
  }),
  'AWS::S3::Bucket': (id) => ({
    Ref: generated(id).toLowerCase(),
    Arn: arnOf('s3', generated(id).toLowerCase(), ':'),
  }),
  'AWS::SNS::Topic': (id) => ({ Ref: arnOf('sns', generated(id)) }),
  'AWS::Events::Rule': (id) => ({ Ref: generated(id), Arn: arnOf('events', `rule/${generated(id)}`) }),
  'AWS::EC2::LaunchTemplate': (id) => ({ Ref: `lt-${hex(id, 17)}` }),
  'AWS::EC2::SecurityGroup': (id) => ({ GroupId: `sg-${hex(id, 17)}` }),
  'AWS::EC2::Subnet': (id) => ({ Ref: `subnet-${hex(id, 17)}` }),
  'AWS::EC2::VPC': (id) => ({ Ref: `vpc-${hex(id, 17)}` }),
  'AWS::IAM::InstanceProfile': (id) => ({ Arn: arnOf('iam', `instance-profile/${generated(id)}`, `:${account}`) }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (id) => ({
    Ref: arnOf('elasticloadbalancing', `loadbalancer/${balancerPath(id)}`),
  }),
  'AWS::ElasticLoadBalancingV2::Listener': (id) => ({
    Ref: arnOf('elasticloadbalancing', `listener/${balancerPath(id.replace(/Https?.*$/, ''))}/${hex(id, 16)}`),
  }),
  'AWS::ElasticLoadBalancingV2::TargetGroup': (id) => ({
    Ref: arnOf('elasticloadbalancing', `targetgroup/${id.slice(0, 32)}/${hex(id, 16)}`),
  }),
  'AWS::Scheduler::ScheduleGroup': (_, { Name }) => ({
    Ref: text(Name),
    Arn: arnOf('scheduler', `schedule-group/${text(Name)}`),
  }),
  'AWS::SSM::Document': (id) => ({ Ref: generated(id) }),
}

/** Key ids are UUIDs. */
export const aKey = (of = 'volumes') =>
  arnOf('kms', `key/${hex(of, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`)
