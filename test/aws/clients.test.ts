import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { ListHostedZonesCommand } from '@aws-sdk/client-route-53'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler'
import { GetParametersCommand } from '@aws-sdk/client-ssm'
import { ec2Client, elbClient, route53Client, s3Client, schedulerClient, ssmClient } from '../../src/aws/clients.ts'
import { close, listen } from '../../src/local/listen.ts'
import { setEnvironment } from '../support/set-environment.ts'

/** As each says that there is nothing. */
const answers: Record<string, string> = {
  ec2: '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>',
  elasticloadbalancing:
    '<DescribeTargetGroupsResponse><DescribeTargetGroupsResult><TargetGroups/></DescribeTargetGroupsResult></DescribeTargetGroupsResponse>',
  route53: '<ListHostedZonesResponse><HostedZones/></ListHostedZonesResponse>',
  s3: '',
  scheduler: '{"Schedules":[]}',
  ssm: '{"Parameters":[]}',
}

describe('clients', () => {
  let restore: () => void
  afterEach(() => restore())

  it("go where the SDK's own variables say, and are one each for the process", async () => {
    const services: string[] = []
    const server = createServer((req, res) => {
      services.push(/Credential=[^/]*\/\d+\/[\w-]+\/([^/]+)\//.exec(req.headers.authorization ?? '')?.[1] ?? '')
      res.setHeader('x-amzn-requestid', String(services.length)).end(answers[services.at(-1) ?? ''])
    })
    restore = setEnvironment({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${await listen(server)}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
    await ec2Client().send(new DescribeInstancesCommand({}))
    await elbClient().send(new DescribeTargetGroupsCommand({}))
    await route53Client().send(new ListHostedZonesCommand({}))
    await s3Client().send(new DeleteObjectCommand({ Bucket: 'inputs', Key: 'a' }))
    await schedulerClient().send(new ListSchedulesCommand({}))
    await ssmClient().send(new GetParametersCommand({ Names: ['a'] }))
    assert.deepEqual(services, ['ec2', 'elasticloadbalancing', 'route53', 's3', 'scheduler', 'ssm'])
    for (const client of [ec2Client, elbClient, route53Client, s3Client, schedulerClient, ssmClient]) {
      assert.equal(client(), client())
      client().destroy()
    }
    await close(server)
  })
})
