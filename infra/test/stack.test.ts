import assert from 'node:assert/strict'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import * as z from 'zod'
import { functionNames } from '../../src/aws/names.ts'
import { aStack } from './a-stack.ts'

const statementSchema = z.object({ Action: z.unknown(), Resource: z.unknown(), Condition: z.unknown().optional() })
const policySchema = z.object({
  Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) }),
})

describe('the stack', () => {
  let made: Awaited<ReturnType<typeof aStack>>
  let template: Template
  before(async () => {
    made = await aStack()
    template = made.template
  })

  it('has nothing that cdk-nag minds and nobody has explained', async () => {
    const chosen = {
      visitorCidrs: ['198.51.100.0/24'],
      volumeKey: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd',
    }
    for (const { app, stack } of [made, await aStack(chosen)]) {
      assert.deepEqual(new AwsSolutionsChecks(app).validateScope(stack).violations, [])
    }
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

  it('lets the slack function comment on a pull request, a call to GitHub taking up to ten seconds', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'pokopoko-slack', Timeout: 30 })
  })

  it('launches machines that ask for a token, with no key of anybody', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        KeyName: Match.absent(),
      },
    })
  })

  it('launches machines by the version of the template that it has made', () => {
    const version = { 'Fn::GetAtt': [Match.stringLikeRegexp('^LaunchTemplate'), 'LatestVersionNumber'] }
    for (const name of ['reconcile', 'sweep']) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: `pokopoko-${name}`,
        Environment: { Variables: { SETTINGS: { 'Fn::Join': ['', Match.arrayWith([version])] } } },
      })
    }
  })

  it('lets what launches machines use the key of their volumes where there is one, through EC2 alone', async () => {
    const volumeKey = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd'
    const { template: withKey } = await aStack({ volumeKey })
    const statementsOf = (of: Template) =>
      // What is too much for a role's own policies, the CDK puts into managed ones.
      Object.entries({
        ...of.findResources('AWS::IAM::Policy'),
        ...of.findResources('AWS::IAM::ManagedPolicy'),
      }).flatMap(([id, policy]) =>
        policySchema
          .parse(policy)
          .Properties.PolicyDocument.Statement.filter(({ Action }) => JSON.stringify(Action).includes('kms:'))
          .map((statement) => ({ id: id.replace(/Role(Default|Overflow)Policy.*/, ''), ...statement })),
      )
    assert.deepEqual(statementsOf(template), [])
    const found = statementsOf(withKey)
    assert.deepEqual([...new Set(found.map(({ id }) => id))].toSorted(), ['Bake', 'Reconcile', 'Sweep'])
    for (const { Resource, Condition } of found) {
      assert.equal(Resource, volumeKey)
      assert.match(JSON.stringify(Condition), /"kms:ViaService":"ec2\.eu-central-1\.amazonaws\.com"/)
    }
    const grants = found.filter(({ Action }) => Action === 'kms:CreateGrant')
    assert.match(JSON.stringify(grants.map(({ Condition }) => Condition)), /"kms:GrantIsForAWSResource":"true"/)
    assert.equal(grants.length, 3)
  })

  it('keeps inputs of set-ups encrypted, to itself, and for a day', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 1, Status: 'Enabled' })] },
    })
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    })
  })

  it('lets schedules, and the function for Slack, invoke one function and no other', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap((policy) => policySchema.parse(policy).Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'lambda:InvokeFunction')
    assert.equal(statements.length, 2)
    for (const { Resource } of statements) assert.match(JSON.stringify(Resource), /:function:pokopoko-reconcile"/)
  })

  it('is open to Slack, by the address of one function alone', () => {
    template.resourceCountIs('AWS::Lambda::Url', 1)
    const slack = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Slack'), 'Arn'] }
    template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'NONE', TargetFunctionArn: slack })
    const toAll = { Principal: '*', FunctionName: slack }
    template.resourcePropertiesCountIs('AWS::Lambda::Permission', { Principal: '*' }, 2)
    template.hasResourceProperties('AWS::Lambda::Permission', {
      ...toAll,
      Action: 'lambda:InvokeFunctionUrl',
      FunctionUrlAuthType: 'NONE',
    })
    // Since October 2025 it takes this, too. Source: AWS Lambda, "Control access to Lambda function URLs".
    template.hasResourceProperties('AWS::Lambda::Permission', {
      ...toAll,
      Action: 'lambda:InvokeFunction',
      InvokedViaFunctionUrl: true,
    })
  })

  it('keeps logs for as long as it is told', async () => {
    template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { RetentionInDays: 30 }, functionNames.length)
    const { template: other } = await aStack({ logDays: 90 })
    other.resourcePropertiesCountIs('AWS::Logs::LogGroup', { RetentionInDays: 90 }, functionNames.length)
  })
})
