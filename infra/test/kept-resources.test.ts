import assert from 'node:assert/strict'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import type { ConfigInput } from '../config.ts'
import { createTable } from '../table.ts'
import { aStack } from './a-stack.ts'

/**
 * What an upgrade must not replace: it holds records, or somebody outside has its name or address. CloudFormation knows a resource by
 * its logical id and type, and replaces most when their name changes; a name that is not given ('') is made of the logical id. A row
 * changes only together with a way for stacks that are there already, in docs/deploying.md.
 */
const kept: Record<string, [type: string, name: string]> = {
  TableCD117FA1: ['AWS::DynamoDB::Table', 'pokopoko'],
  InputBucket3BF8630A: ['AWS::S3::Bucket', ''],
  Slack738A1058: ['AWS::Lambda::Function', 'pokopoko-slack'],
  // Slack and GitHub call it. It goes with its function: another function is another address.
  SlackFunctionUrl480D299F: ['AWS::Lambda::Url', ''],
  ReconcileD51D4F4F: ['AWS::Lambda::Function', 'pokopoko-reconcile'],
  Sweep576358E8: ['AWS::Lambda::Function', 'pokopoko-sweep'],
  Bake4B9CD5F6: ['AWS::Lambda::Function', 'pokopoko-bake'],
  Gateway43CB3636: ['AWS::Lambda::Function', 'pokopoko-gateway'],
  StreamFailuresE6D4F770: ['AWS::SQS::Queue', 'pokopoko-stream-failures'],
  EventFailures7E223DE4: ['AWS::SQS::Queue', 'pokopoko-events-failures'],
  ScheduleFailures05F29048: ['AWS::SQS::Queue', 'pokopoko-schedules-failures'],
  // Schedules that are set name the group, the role and the function.
  ScheduleGroup: ['AWS::Scheduler::ScheduleGroup', 'pokopoko'],
  ScheduleRole756A1A25: ['AWS::IAM::Role', ''],
  // A new mapping begins at the stream's oldest record.
  ReconcileStream5EBD5188: ['AWS::Lambda::EventSourceMapping', ''],
  // Machines that are up are in them, and have this role.
  MachineGroupCB7B1450: ['AWS::EC2::SecurityGroup', ''],
  BalancerGroup3F552162: ['AWS::EC2::SecurityGroup', ''],
  MachineRole7E10B2C3: ['AWS::IAM::Role', ''],
  LaunchTemplate: ['AWS::EC2::LaunchTemplate', ''],
  CommandDocument: ['AWS::SSM::Document', ''],
  // Rules of sites hang on them.
  Balancer1C348EC28: ['AWS::ElasticLoadBalancingV2::LoadBalancer', ''],
  Balancer1HttpsB8339C3A: ['AWS::ElasticLoadBalancingV2::Listener', ''],
  Balancer1GatewayF80930BB: ['AWS::ElasticLoadBalancingV2::TargetGroup', ''],
  Certificate4E7ABB08: ['AWS::CertificateManager::Certificate', ''],
}

/** Ours only where the stack makes the network. */
const network: typeof kept = {
  Network1C6012B5: ['AWS::EC2::VPC', ''],
  NetworkpublicSubnet1Subnet3B5BE2B6: ['AWS::EC2::Subnet', ''],
  NetworkpublicSubnet2SubnetAA97AF44: ['AWS::EC2::Subnet', ''],
}

/** How each type's own name is called; the others that are kept here have none. */
const NAMES = ['TableName', 'BucketName', 'FunctionName', 'QueueName', 'RoleName', 'GroupName', 'LaunchTemplateName']

const resourceSchema = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) })
const indexesSchema = z.array(z.object({ IndexName: z.string(), Projection: z.object({ ProjectionType: z.string() }) }))
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) })

function resourcesOf(template: Template) {
  const { Resources } = templateSchema.parse(template.toJSON())
  return Object.entries(Resources).map(([id, { Type, Properties }]) => {
    // A function's URL and its mapping name the function, which is not a name of theirs.
    const named = /::(Url|EventSourceMapping|Permission|EventInvokeConfig)$/.test(Type) ? [] : NAMES
    const name = [...named, ...(Type.endsWith('ScheduleGroup') ? ['Name'] : [])].find((key) => key in Properties)
    return [id, Type, name === undefined ? '' : Properties[name]] as const
  })
}

async function keptIn(rows: typeof kept, changes: Partial<ConfigInput> = {}) {
  const { template } = await aStack(changes)
  const found = resourcesOf(template).filter(([id]) => Object.hasOwn(rows, id))
  return Object.fromEntries(found.map(([id, type, name]) => [id, [type, name]]))
}

describe('an upgrade of the stack', () => {
  it('keeps what holds records and what has an address, by logical id and name', async () => {
    const all = { ...kept, ...network }
    assert.deepEqual(await keptIn(all), all)
  })

  it('keeps them whatever else is configured', async () => {
    const all = { ...kept, ...network }
    assert.deepEqual(await keptIn(all, { loadBalancers: 3, logDays: 90, locale: 'ja', network: { zones: 3 } }), all)
    const subnets = ['a', 'b'].map((zone) => ({
      subnetId: `subnet-0a1b2c3d4e5f6071${zone}`,
      zone: `eu-central-1${zone}`,
    }))
    assert.deepEqual(await keptIn(kept, { network: { vpcId: 'vpc-0a1b2c3d4e5f60718', subnets } }), kept)
  })

  it('keeps every table, bucket, function, queue and address that there is', async () => {
    const { template } = await aStack()
    const guarded = /::(Table|Bucket|Function|Url|Queue|ScheduleGroup|LoadBalancer|EventSourceMapping)$/
    const unknown = resourcesOf(template).filter(([id, type]) => guarded.test(type) && !Object.hasOwn(kept, id))
    assert.deepEqual(unknown, [])
  })
})

describe('the indexes of the table', () => {
  const indexesOf = (context: Record<string, unknown>) => {
    const stack = new Stack(new App({ context }), 'Stack')
    createTable(stack, 'pokopoko')
    const [table] = Object.values(templateSchema.parse(Template.fromStack(stack).toJSON()).Resources)
    return indexesSchema
      .parse(table?.Properties['GlobalSecondaryIndexes'])
      .map(({ IndexName, Projection }) => `${IndexName} ${Projection.ProjectionType}`)
  }

  it('hold keys alone', () => {
    assert.deepEqual(indexesOf({}), ['keys-by-owner KEYS_ONLY', 'keys-by-channel KEYS_ONLY', 'keys-by-life KEYS_ONLY'])
  })

  it('are those that are asked for, beside those of an earlier version, as that had them', () => {
    assert.deepEqual(indexesOf({ indexes: 'by-owner,by-life,keys-by-owner' }), [
      'keys-by-owner KEYS_ONLY',
      'by-owner ALL',
      'by-life ALL',
    ])
  })
})
