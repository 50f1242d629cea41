import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import {
  GetFunctionConfigurationCommand,
  GetFunctionUrlConfigCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda'
import { GetScheduleGroupCommand } from '@aws-sdk/client-scheduler'
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { deployedName, type FunctionName } from '../../../src/aws/names.ts'
import { deadLetterKinds, deadLetterQueueName } from '../../../src/aws/names.ts'
import { functionSettings, readSettings } from '../../../src/aws/settings.ts'
import { siteIndexes } from '../../../src/aws/site-item.ts'
import { balancerEvent } from '../../../test/lambda/events.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../../test/support/temporary-directory.ts'
import { atMinistack } from '../../../test/emulators/support/addresses.ts'
import { cloudFormation, deployTemplate } from './emulated-template.ts'
import { ministack } from '../../../test/emulators/support/functions.ts'

/** What ministack 1.5.33 does not know. Any other type that it does not know fails here. */
const unknown = {
  types: [
    'AWS::EC2::EgressOnlyInternetGateway',
    'AWS::EC2::SecurityGroupEgress',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::EC2::VPCCidrBlock',
    'AWS::SSM::Document',
  ],
  // Cut from the block above.
  properties: ['Ipv6CidrBlock'],
}
const stack = `emulated-${Date.now() % 1_000_000}`

describe('the template, deployed by an emulator of CloudFormation', () => {
  let directory: TemporaryDirectory
  let deployed: Awaited<ReturnType<typeof deployTemplate>>
  before(async () => {
    directory = await makeTemporaryDirectory()
    deployed = await deployTemplate(directory.path, stack, unknown)
  })
  after(() => directory.remove())

  const environmentOf = async (name: FunctionName) => {
    const FunctionName = deployedName(stack, name)
    const { Environment } = await ministack.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    return Environment?.Variables ?? assert.fail(name)
  }

  it('comes up whole, but for what the emulator does not know', async () => {
    const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack }))
    assert.equal(deployed.status, 'CREATE_COMPLETE')
    const made = StackResources.map(({ LogicalResourceId = '' }) => LogicalResourceId)
    assert.deepEqual(new Set(made), new Set(deployed.expected))
    assert.deepEqual([...new Set(deployed.leftOut)].toSorted(), unknown.types)
    const alarms = StackResources.filter(({ ResourceType }) => ResourceType === 'AWS::CloudWatch::Alarm')
    assert.ok(alarms.length > 10 && alarms.every(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE'))
  })

  it('has the table with its stream, indexes and protection', async () => {
    const { Table } = await ministack.dynamoDb.send(new DescribeTableCommand({ TableName: stack }))
    assert.equal(Table?.StreamSpecification?.StreamViewType, 'NEW_IMAGE')
    assert.equal(Table.DeletionProtectionEnabled, true)
    assert.deepEqual(
      Table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).toSorted(),
      Object.values(siteIndexes)
        .map(({ indexName }) => indexName)
        .toSorted(),
    )
  })

  it('has functions that find all settings, with what the stack made in them', async () => {
    for (const name of ['reconcile', 'sweep'] as const) {
      const settings = readSettings(functionSettings[name](), await environmentOf(name), join(directory.path, name))
      assert.equal(settings.name, stack)
      assert.match(settings.launchTemplateId, /^lt-/)
      assert.match(settings.scheduleDeadLetterArn, new RegExp(`:${deadLetterQueueName(stack, 'schedules')}$`))
      assert.equal(settings.subnetIds.length, 2)
    }
    for (const name of ['slack', 'gateway'] as const) {
      assert.equal(readSettings(functionSettings[name](), await environmentOf(name)).name, stack)
    }
  })

  it('has functions that run: the gateway answers at the domain itself', async () => {
    const Payload = JSON.stringify(balancerEvent({ host: 'test.example.com' }))
    const FunctionName = deployedName(stack, 'gateway')
    const answer = await ministack.lambda.send(new InvokeCommand({ FunctionName, Payload }))
    assert.match(Buffer.from(answer.Payload ?? []).toString(), /"statusCode": ?200/)
  })

  it('leads the stream to reconcile, and Slack to its function', async () => {
    const FunctionName = deployedName(stack, 'reconcile')
    const { EventSourceMappings: [mapping] = [] } = await ministack.lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName }),
    )
    assert.match(mapping?.EventSourceArn ?? '', new RegExp(`:table/${stack}/stream/`))
    assert.deepEqual(mapping?.FunctionResponseTypes, ['ReportBatchItemFailures'])
    const slack = { FunctionName: deployedName(stack, 'slack') }
    const { FunctionUrl } = await ministack.lambda.send(new GetFunctionUrlConfigCommand(slack))
    assert.equal(deployed.outputs.find(({ OutputKey }) => OutputKey === 'SlackUrl')?.OutputValue, FunctionUrl)
  })

  it('has the group of schedules and the queues, by name', async () => {
    assert.equal((await ministack.scheduler.send(new GetScheduleGroupCommand({ Name: stack }))).State, 'ACTIVE')
    const sqs = new SQSClient(atMinistack)
    for (const kind of deadLetterKinds) {
      const QueueName = deadLetterQueueName(stack, kind)
      assert.match((await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '', new RegExp(`${QueueName}$`))
    }
  })
})
