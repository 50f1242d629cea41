import assert from 'node:assert/strict'
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { CreateTagsCommand, DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  DeleteRuleCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53'
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DeleteScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetCommandInvocationCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm'
import { createClient } from '../../../src/aws/client/create-client.ts'
import { DynamoDBClient as LightTable } from '../../../src/aws/json-client/dynamodb.ts'
import { SSMClient as LightSsm } from '../../../src/aws/json-client/ssm.ts'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { type Answer, startEndpoint } from './an-endpoint.ts'

const ONCE = { connectMs: 20_000, answerMs: 20_000, attempts: 1 }
const ID = 'i-0123456789abcdef0'
const AWS = { 'x-amzn-requestid': 'c0ffee' }
const EC2_XML = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"'

type Call = [name: string, send: () => Promise<unknown>, whole: Answer]

const ec2 = () => createClient(EC2Client, ONCE)
const instances = () =>
  createEc2Instances({
    ec2: ec2(),
    clock: { now: Date.now },
    stack: 'sites',
    launchTemplateId: 'lt-1',
    launchTemplateVersion: '1',
    diskGib: 16,
    subnetIds: ['subnet-a'],
    fallbackSizes: {},
  })
const elb = () => createClient(ElasticLoadBalancingV2Client, ONCE)
const table = () => createClient(DynamoDBClient, ONCE)
const ssm = () => createClient(SSMClient, ONCE)
const scheduler = () => createClient(SchedulerClient, ONCE)
const s3 = () => createClient(S3Client, ONCE)
const sqs = () => createClient(SQSClient, ONCE)
/** The SDK goes where a queue's address leads. */
const queueUrl = () => `${process.env['AWS_ENDPOINT_URL']}/1/letters`

/** Answers as the services send them: where there is nothing, they say so. */
const calls: Call[] = [
  [
    'EC2, asked for a machine',
    () => instances().describe(ID),
    {
      chunks: [
        `<DescribeInstancesResponse ${EC2_XML}><requestId>1</requestId><reservationSet/></DescribeInstancesResponse>`,
      ],
    },
  ],
  [
    'EC2, asked for all machines',
    () => ec2().send(new DescribeInstancesCommand({})),
    {
      chunks: [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        `<DescribeInstancesResponse ${EC2_XML}>\n    <requestId>1</requestId>\n    <reservationSet/>\n</DescribeInstancesResponse>\n`,
      ],
    },
  ],
  [
    'EC2, told to stop a machine',
    () => instances().stop(ID),
    {
      chunks: [
        `<StopInstancesResponse ${EC2_XML}><requestId>1</requestId><instancesSet><item><instanceId>${ID}</instanceId></item></instancesSet></StopInstancesResponse>`,
      ],
    },
  ],
  [
    'EC2, told to tag',
    () => ec2().send(new CreateTagsCommand({ Resources: [ID], Tags: [] })),
    { chunks: [`<CreateTagsResponse ${EC2_XML}><requestId>1</requestId><return>true</return></CreateTagsResponse>`] },
  ],
  [
    'Elastic Load Balancing, asked for target groups',
    () => elb().send(new DescribeTargetGroupsCommand({})),
    {
      chunks: [
        '<DescribeTargetGroupsResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetGroupsResult><TargetGroups/></DescribeTargetGroupsResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DescribeTargetGroupsResponse>',
      ],
    },
  ],
  [
    'Elastic Load Balancing, told to delete a rule',
    () => elb().send(new DeleteRuleCommand({ RuleArn: 'arn' })),
    { chunks: ['<DeleteRuleResponse><DeleteRuleResult/></DeleteRuleResponse>'] },
  ],
  [
    'Route 53',
    () => createClient(Route53Client, ONCE).send(new ListResourceRecordSetsCommand({ HostedZoneId: 'Z1' })),
    {
      chunks: [
        '<ListResourceRecordSetsResponse><ResourceRecordSets/><IsTruncated>false</IsTruncated><MaxItems>10</MaxItems></ListResourceRecordSetsResponse>',
      ],
    },
  ],
  [
    'S3, given a document',
    () => s3().send(new PutObjectCommand({ Bucket: 'inputs', Key: 'a', Body: 'x' })),
    { headers: { 'x-amz-request-id': '1', etag: '"1"' }, chunks: [] },
  ],
  [
    'S3, told to delete one',
    () => s3().send(new DeleteObjectCommand({ Bucket: 'inputs', Key: 'a' })),
    { status: 204, headers: { 'x-amz-request-id': '1' }, chunks: [] },
  ],
  [
    'Scheduler, asked for schedules',
    () => scheduler().send(new ListSchedulesCommand({})),
    { headers: AWS, chunks: ['{"Schedules":[]}'] },
  ],
  [
    'Scheduler, told to delete one',
    () => scheduler().send(new DeleteScheduleCommand({ Name: 'site-1' })),
    { headers: AWS, chunks: ['{}'] },
  ],
  [
    'SSM, asked what became of a job',
    () =>
      ssm().send(
        new GetCommandInvocationCommand({ CommandId: '01234567-89ab-cdef-0123-456789abcdef', InstanceId: ID }),
      ),
    { headers: AWS, chunks: ['{"Status":"InProgress"}'] },
  ],
  [
    'SSM, asked for secrets',
    () => ssm().send(new GetParametersCommand({ Names: ['a'] })),
    { headers: AWS, chunks: ['{"Parameters":[],"InvalidParameters":["a"]}'] },
  ],
  [
    'DynamoDB, asked for a record',
    () => table().send(new GetItemCommand({ TableName: 'sites', Key: { name: { S: 'plum' } } })),
    { headers: AWS, chunks: ['{}'] },
  ],
  [
    'DynamoDB, given one',
    () => table().send(new PutItemCommand({ TableName: 'sites', Item: { name: { S: 'plum' } } })),
    { headers: AWS, chunks: ['{}'] },
  ],
  [
    'DynamoDB, asked for a list',
    () => table().send(new QueryCommand({ TableName: 'sites' })),
    { headers: AWS, chunks: ['{"Count":0,"Items":[],"ScannedCount":0}'] },
  ],
  [
    'DynamoDB, asked for a record by the light client',
    () => createClient(LightTable, ONCE).send(new GetItemCommand({ TableName: 'sites', Key: { name: { S: 'plum' } } })),
    { headers: AWS, chunks: ['{}'] },
  ],
  [
    'DynamoDB, asked for a list by the light client',
    () => createClient(LightTable, ONCE).send(new QueryCommand({ TableName: 'sites' })),
    { headers: AWS, chunks: ['{"Count":0,"Items":[],"ScannedCount":0}'] },
  ],
  [
    'SSM, asked for secrets by the light client',
    () => createClient(LightSsm, ONCE).send(new GetParametersCommand({ Names: ['a'] })),
    { headers: AWS, chunks: ['{"Parameters":[],"InvalidParameters":["a"]}'] },
  ],
  [
    'Lambda',
    () => createClient(LambdaClient, ONCE).send(new InvokeCommand({ FunctionName: 'sweep' })),
    { headers: AWS, chunks: ['null'] },
  ],
  [
    'SQS, asked for letters',
    () => sqs().send(new ReceiveMessageCommand({ QueueUrl: queueUrl() })),
    { headers: AWS, chunks: ['{}'] },
  ],
  [
    'SQS, told to delete one',
    () => sqs().send(new DeleteMessageCommand({ QueueUrl: queueUrl(), ReceiptHandle: 'a' })),
    { headers: AWS, chunks: [] },
  ],
]

const halves: [what: string, answer: Answer][] = [
  ['an empty body', { chunks: [] }],
  ['the page of a proxy', { chunks: ['<html><body>It works!</body></html>'] }],
  ['the page of a proxy that is no XML', { chunks: ['<!DOCTYPE html><meta charset=utf-8><p>Sign in<br>'] }],
  ['any well-formed XML', { chunks: ['<?xml version="1.0"?><Response><RequestId>1</RequestId></Response>'] }],
  ['{} of nobody in particular', { chunks: ['{}'] }],
]

describe('half answers of AWS', () => {
  let answer: Answer
  let endpoint: Awaited<ReturnType<typeof startEndpoint>>
  beforeEach(async () => {
    endpoint = await startEndpoint(() => answer)
  })
  afterEach(() => endpoint.close())

  for (const [service, send, whole] of calls) {
    it(`are not believed: ${service}`, async () => {
      for (const [what, half] of halves) {
        answer = half
        await assert.rejects(send(), Error, what)
      }
      answer = whole
      await send()
    })
  }

  const parts: [why: string, body: string][] = [
    [
      'its list is missing',
      `<DescribeInstancesResponse ${EC2_XML}><requestId>1</requestId></DescribeInstancesResponse>`,
    ],
    ['it is the answer to something else', '<DescribeImagesResponse><reservationSet/></DescribeImagesResponse>'],
    ['it breaks off', `<DescribeInstancesResponse ${EC2_XML}><requestId>1</requestId><reservationSet/>`],
  ]
  for (const [why, body] of parts) {
    it(`do not say that a machine is gone: ${why}`, async () => {
      answer = { chunks: [body] }
      await assert.rejects(instances().describe(ID), Error)
    })
  }

  it('are tried again, like a connection that broke', async () => {
    const whole = calls[0]?.[2] ?? assert.fail()
    const patient = createClient(EC2Client, { ...ONCE, attempts: 3 })
    answer = { chunks: [] }
    const sent = patient.send(new DescribeInstancesCommand({ InstanceIds: [ID] }))
    while (endpoint.requests() === 0) await new Promise(setImmediate)
    answer = whole
    assert.deepEqual((await sent).Reservations, [])
  })
})
