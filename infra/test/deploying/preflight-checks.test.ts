import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { type GetHostedZoneRequest, type HostedZone, Route53Client } from '@aws-sdk/client-route-53'
import { type DescribeParametersRequest, type ParameterMetadata, SSMClient } from '@aws-sdk/client-ssm'
import assert from 'node:assert/strict'
import { type ConfigInput, readConfig } from '../../config.ts'
import { input } from '../../pokopoko.config.example.ts'
import { examplesIn, runPreflightChecks } from '../../deploying/preflight-checks.ts'
import {
  AwsError,
  answeredBy,
  createFakeService,
  insteadOfNetwork,
  nowhere,
} from '../../../test/support/aws/fake-service.ts'

const ours: ConfigInput = {
  ...input,
  domain: 'test.orchard.dev',
  zone: { id: 'Z0ORCHARD', name: 'orchard.dev' },
  github: { org: 'orchard' },
  alarmMail: 'ops@orchard.dev',
}

const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version'
const SECRETS = ['slack-signing-secret', 'slack-bot-token', 'github-token'].map((name) => `/pokopoko/${name}`)
const PUBLIC = {
  Id: '/hostedzone/Z0ORCHARD',
  Name: 'orchard.dev.',
  CallerReference: 'x',
  Config: { PrivateZone: false },
}

/** An account with these parameters, two to a page, and one zone. */
function anAccount(
  parameters: Record<string, string>,
  zone: HostedZone = PUBLIC,
  { hasTable = false, hasStack = false, volumeKey = 'alias/aws/ebs' } = {},
) {
  const service = createFakeService({
    DescribeParameters: ({ ParameterFilters: [filter] = [], NextToken }: DescribeParametersRequest) => {
      assert.deepEqual([filter?.Key, filter?.Option], ['Name', 'Equals'])
      const found = Object.entries(parameters).filter(([name]) => filter?.Values?.includes(name))
      const at = Number(NextToken ?? 0)
      const Parameters: ParameterMetadata[] = found.slice(at, at + 2).map(([Name, type]) => ({
        Name,
        Type: type === 'String' ? 'String' : 'SecureString',
        ARN: `arn:aws:ssm:eu-central-1:123456789012:parameter${Name}`,
      }))
      return { Parameters, ...(at + 2 < found.length && { NextToken: String(at + 2) }) }
    },
    DescribeTable: () => {
      if (!hasTable) throw new AwsError('ResourceNotFoundException')
      return { Table: { TableName: 'pokopoko' } }
    },
    GetFunctionConfiguration: () => {
      if (!hasStack) throw new AwsError('ResourceNotFoundException')
      return { FunctionName: 'pokopoko-slack' }
    },
    GetEbsDefaultKmsKeyId: () => ({ KmsKeyId: volumeKey }),
    GetHostedZone: ({ Id }: GetHostedZoneRequest) => {
      if (zone.Id !== `/hostedzone/${Id}`) throw new AwsError('NoSuchHostedZone')
      return { HostedZone: zone }
    },
  })
  const clients = {
    ssm: new SSMClient(nowhere),
    route53: new Route53Client(nowhere),
    dynamoDb: new DynamoDBClient(nowhere),
    lambda: new LambdaClient(nowhere),
    ec2: new EC2Client(nowhere),
  }
  clients.ssm.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  clients.route53.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  clients.dynamoDb.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  clients.lambda.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  clients.ec2.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return { ...service, ...clients }
}

const all = Object.fromEntries([BOOTSTRAP, ...SECRETS].map((name) => [name, 'SecureString']))

describe('what a deployment needs', () => {
  it('is a configuration without the fields of the example', () => {
    assert.deepEqual(
      examplesIn(readConfig(input)).map((row) => row.split(':')[0]),
      ['domain', 'zone', 'alarmMail', 'github.org'],
    )
    assert.deepEqual(examplesIn(readConfig(ours)), [])
  })

  it('is there', async () => {
    const account = anAccount(all)
    assert.deepEqual(await runPreflightChecks(readConfig(ours), account), [])
    assert.ok(
      account.calls.every(({ command }) => /^(Describe|GetHostedZone$|GetFunction|GetEbsDefault)/.test(command)),
      'no secret is read',
    )
  })

  it('is the secrets, the CDK and the zone, all told at once with what to do', async () => {
    const account = anAccount({ '/pokopoko/slack-bot-token': 'String' }, { ...PUBLIC, Id: '/hostedzone/ZOTHER' })
    const problems = await runPreflightChecks(readConfig(ours), account)
    assert.equal(problems.length, 5)
    const [bootstrap = '', signing = '', bot = '', token = '', zone = ''] = problems
    assert.match(bootstrap, /npm run cdk -- bootstrap aws:\/\/ACCOUNT\/eu-central-1$/)
    assert.match(
      signing,
      /read -rs SECRET && printf %s .*aws ssm put-parameter .*--name \/pokopoko\/slack-signing-secret --value file:\/\/\/dev\/stdin/,
    )
    assert.match(bot, /slack-bot-token isn't encrypted/)
    assert.match(token, /no secret \/pokopoko\/github-token/)
    assert.match(zone, /no zone Z0ORCHARD/)
  })

  it('is the private key of the GitHub App where there is one', async () => {
    const config = readConfig({ ...ours, github: { org: 'orchard', app: { id: 1, installationId: 2 } } })
    const [problem = '', ...others] = await runPreflightChecks(config, anAccount(all))
    assert.match(problem, /no secret \/pokopoko\/github-private-key/)
    assert.deepEqual(others, [])
  })

  it('is the right account and a public zone of that name', async () => {
    const config = readConfig({ ...ours, account: '999999999999' })
    const zone = { ...PUBLIC, Config: { PrivateZone: true } }
    const [account = '', isPrivate = ''] = await runPreflightChecks(config, anAccount(all, zone))
    assert.match(account, /123456789012, and the configuration is for 999999999999/)
    assert.match(isPrivate, /private/)
    const [other = ''] = await runPreflightChecks(readConfig(ours), anAccount(all, { ...PUBLIC, Name: 'apple.dev.' }))
    assert.match(other, /that of apple\.dev/)
  })

  it('is credentials that all tools of AWS take, and not a profile beside a key, which each takes for another', async () => {
    const account = anAccount(all)
    const check = (environment: NodeJS.ProcessEnv) => runPreflightChecks(readConfig(ours), account, environment)
    const [problem = '', ...others] = await check({ AWS_PROFILE: 'orchard', AWS_ACCESS_KEY_ID: 'AKIA' })
    assert.match(problem, /AWS_PROFILE and AWS_ACCESS_KEY_ID are both set.*profile orchard.*Unset one/)
    assert.deepEqual([others, account.calls], [[], []])
    assert.deepEqual(await check({ AWS_PROFILE: 'orchard', AWS_ACCESS_KEY_ID: '' }), [])
    assert.deepEqual(await check({ AWS_ACCESS_KEY_ID: 'AKIA' }), [])
  })

  it('is that no table of a stack that is gone is in the way', async () => {
    const [problem = ''] = await runPreflightChecks(readConfig(ours), anAccount(all, PUBLIC, { hasTable: true }))
    assert.match(problem, /table pokopoko of a stack that is gone.*delete-table/)
    const upgrade = anAccount(all, PUBLIC, { hasTable: true, hasStack: true })
    assert.deepEqual(await runPreflightChecks(readConfig(ours), upgrade), [])
  })

  it('is that the functions may use the key that volumes are encrypted with', async () => {
    const volumeKey = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd'
    const account = () => anAccount(all, PUBLIC, { volumeKey })
    const [problem = '', ...others] = await runPreflightChecks(readConfig(ours), account())
    assert.match(problem, /encrypted by arn:aws:kms:.*key\/1234abcd, which the functions can't use: set volumeKey/)
    assert.deepEqual(others, [])
    assert.deepEqual(await runPreflightChecks(readConfig({ ...ours, volumeKey }), account()), [])
  })

  it('is credentials', async () => {
    for (const [name, what] of [
      ['ExpiredTokenException', /no valid AWS credentials/],
      ['AccessDeniedException', /don't allow this/],
    ] as const) {
      const account = anAccount(all)
      account.failNext('DescribeParameters', name)
      const [problem = '', ...others] = await runPreflightChecks(readConfig(ours), account)
      assert.match(problem, what)
      assert.deepEqual(others, [])
    }
  })
})
