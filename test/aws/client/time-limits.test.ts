import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DescribeTargetGroupsCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod'
import { DynamoDBClient as LightTable } from '../../../src/aws/json-client/dynamodb.ts'
import { createClient } from '../../../src/aws/client/create-client.ts'
import { inVirtualTime } from '../../support/virtual-time.ts'
import { type Answer, startEndpoint } from './an-endpoint.ts'

const limitsSchema = z.object({
  connectionTimeout: z.number(),
  requestTimeout: z.number(),
  socketTimeout: z.number(),
  throwOnRequestTimeout: z.boolean(),
})

/** The SDK goes where a queue's address leads. */
const queueUrl = () => `${process.env['AWS_ENDPOINT_URL']}/1/letters`

const HASTY = { connectMs: 20_000, answerMs: 50, attempts: 2 }

const calls: Record<string, () => Promise<unknown>> = {
  EC2: () => createClient(EC2Client, HASTY).send(new DescribeInstancesCommand({})),
  'Elastic Load Balancing': () =>
    createClient(ElasticLoadBalancingV2Client, HASTY).send(new DescribeTargetGroupsCommand({})),
  'Route 53': () => createClient(Route53Client, HASTY).send(new ListResourceRecordSetsCommand({ HostedZoneId: 'Z1' })),
  S3: () => createClient(S3Client, HASTY).send(new PutObjectCommand({ Bucket: 'inputs', Key: 'a', Body: 'x' })),
  Scheduler: () => createClient(SchedulerClient, HASTY).send(new ListSchedulesCommand({})),
  SSM: () => createClient(SSMClient, HASTY).send(new GetParametersCommand({ Names: ['a'] })),
  DynamoDB: () =>
    createClient(DynamoDBClient, HASTY).send(new GetItemCommand({ TableName: 'sites', Key: { name: { S: 'plum' } } })),
  'DynamoDB, by the light client': () =>
    createClient(LightTable, HASTY).send(new GetItemCommand({ TableName: 'sites', Key: { name: { S: 'plum' } } })),
  Lambda: () => createClient(LambdaClient, HASTY).send(new InvokeCommand({ FunctionName: 'sweep' })),
  SQS: () => createClient(SQSClient, HASTY).send(new ReceiveMessageCommand({ QueueUrl: queueUrl() })),
}

describe('time limits of clients of AWS', () => {
  let answer: Answer
  let endpoint: Awaited<ReturnType<typeof startEndpoint>>
  beforeEach(async () => {
    endpoint = await startEndpoint(() => answer)
  })
  afterEach(() => endpoint.close())

  for (const [service, send] of Object.entries(calls)) {
    it(`end a body that stalls after its headers, and one that trickles: ${service}`, () =>
      inVirtualTime(async () => {
        answer = { headers: { 'x-amzn-requestid': '1' }, chunks: ['{'], stalls: true }
        await assert.rejects(send(), { name: 'TimeoutError' })
        assert.equal(endpoint.requests(), 2, 'it was worth another attempt')
        answer = { chunks: Array.from({ length: 1000 }, () => ' '), chunkMs: 10 }
        await assert.rejects(send(), { name: 'TimeoutError' })
      }))
  }

  it('are those of the SDK, too, which end a connection on which nothing comes', async () => {
    const client = createClient(EC2Client, HASTY)
    answer = { chunks: [], stalls: true }
    await assert.rejects(client.send(new DescribeInstancesCommand({})))
    const handler: object = client.config.requestHandler
    assert.ok('httpHandlerConfigs' in handler && typeof handler.httpHandlerConfigs === 'function')
    const limits = limitsSchema.parse(Reflect.apply(handler.httpHandlerConfigs, handler, []))
    assert.deepEqual(limits, {
      connectionTimeout: 20_000,
      requestTimeout: 50,
      socketTimeout: 50,
      throwOnRequestTimeout: true,
    })
  })

  it('are the same few for all: no client is made anywhere else', async () => {
    const made = await madeIn(new URL('../../../', import.meta.url), ['infra', 'src', 'tools'])
    // The table of `npm start`, in the same process.
    assert.deepEqual(made, ['src/local/table/database.ts: new DynamoDBClient('])
  })
})

async function madeIn(root: URL, folders: string[]): Promise<string[]> {
  const made: string[] = []
  for (const folder of folders) {
    for (const path of await readdir(new URL(folder, root), { recursive: true })) {
      if (!path.endsWith('.ts') || /^test\/|node_modules\//.test(path)) continue
      const text = await readFile(new URL(`${folder}/${path}`, root), 'utf8')
      if (!text.includes('@aws-sdk/client-')) continue
      made.push(...Array.from(text.matchAll(/new \w+Client\(/g), ([found]) => `${folder}/${path}: ${found}`))
    }
  }
  return made
}
