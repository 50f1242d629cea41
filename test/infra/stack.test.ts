import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import * as z from 'zod'
import { createApp } from '../../infra/app.ts'
import { functionNames } from '../../src/aws/function-names.ts'
import { input } from '../../infra/pokopoko.config.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const statementSchema = z.object({ Action: z.unknown(), Resource: z.unknown() })
const policySchema = z.object({
  Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) }),
})

describe('the stack', function () {
  this.timeout(60_000)
  let directory: TemporaryDirectory
  let template: Template
  let made: ReturnType<typeof createApp>
  before(async () => {
    directory = await makeTemporaryDirectory()
    for (const name of functionNames) {
      mkdirSync(join(directory.path, name))
      writeFileSync(join(directory.path, name, 'index.js'), 'exports.handler = () => {}')
    }
    made = createApp(input, { code: directory.path, outdir: join(directory.path, 'out') })
    template = Template.fromStack(made.stack)
  })
  after(() => directory.remove())

  it('has nothing that cdk-nag minds and nobody has explained', () => {
    assert.deepEqual(new AwsSolutionsChecks(made.app).validateScope(made.stack).violations, [])
  })

  it('has the table of sites, which outlives it', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        TableName: 'pokopoko',
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    })
  })

  it('says where Slack and GitHub find it', () => {
    const url = { 'Fn::GetAtt': [Match.stringLikeRegexp('^SlackFunctionUrl'), 'FunctionUrl'] }
    template.hasOutput('SlackUrl', { Value: url })
    template.hasOutput('GithubEventsUrl', { Value: { 'Fn::Join': ['', [url, 'github/events']] } })
  })

  it('has sites looked at by every save, one bad record not stopping the others', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT', 'MODIFY'],
              dynamodb: { Keys: { name: { S: [{ 'anything-but': { prefix: '#' } }] } } },
            }),
          },
        ],
      },
    })
  })

  it('launches machines that ask for a token, with no key of anybody', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        KeyName: Match.absent(),
      },
    })
  })

  it('lets nobody but the load balancers reach machines, until it is told otherwise', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Machines of test sites',
      SecurityGroupIngress: Match.absent(),
    })
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1)
  })

  it('keeps inputs of set-ups encrypted, to itself, and for a day', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 1, Status: 'Enabled' })] },
    })
  })

  it('lets schedules invoke one function and no other', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap((policy) => policySchema.parse(policy).Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'lambda:InvokeFunction')
    assert.equal(statements.length, 1)
    assert.match(JSON.stringify(statements[0]?.Resource), /:function:pokopoko-reconcile"/)
  })

  it('keeps logs for as long as it is told', () => {
    template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { RetentionInDays: 30 }, functionNames.length)
  })
})
