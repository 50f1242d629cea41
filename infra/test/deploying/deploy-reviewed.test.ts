import {
  CloudFormationClient,
  type DeleteChangeSetInput,
  type DescribeChangeSetInput,
  type ResourceChange,
} from '@aws-sdk/client-cloudformation'
import assert from 'node:assert/strict'
import { deployReviewed } from '../../deploying/deploy-reviewed.ts'
import {
  answeredBy,
  AwsError,
  createFakeService,
  insteadOfNetwork,
  nowhere,
  pageOf,
} from '../../../test/support/aws/fake-service.ts'

const inPlace = (LogicalResourceId: string, ResourceType: string): ResourceChange => ({
  Action: 'Modify',
  Replacement: 'False',
  LogicalResourceId,
  ResourceType,
  PhysicalResourceId: `pokopoko-${LogicalResourceId}`,
})
const code = inPlace('Slack', 'AWS::Lambda::Function')
const table: ResourceChange = { ...inPlace('Table', 'AWS::DynamoDB::Table'), Replacement: 'True' }
/** As a change set has it where the function that it belongs to changes. Source: "Example change sets", indirect changes. */
const url: ResourceChange = {
  ...inPlace('SlackFunctionUrl', 'AWS::Lambda::Url'),
  Replacement: 'Conditional',
  Details: [
    {
      Target: { Attribute: 'Properties', Name: 'TargetFunctionArn', RequiresRecreation: 'Always' },
      Evaluation: 'Dynamic',
      ChangeSource: 'ResourceAttribute',
      CausingEntity: 'Slack.Arn',
    },
  ],
}

/** CloudFormation and the CDK, with this change set once it is prepared; undefined: it is gone again. */
function aDeployment(changes: ResourceChange[] | undefined, answer?: boolean) {
  const isOurs = ({ StackName, ChangeSetName }: DescribeChangeSetInput | DeleteChangeSetInput) =>
    StackName === 'pokopoko' && ChangeSetName === 'pokopoko-deploy' && state === 'prepared'
  let state: 'none' | 'prepared' | 'executed' | 'as it was' = 'none'
  const service = createFakeService({
    DescribeChangeSet: (input: DescribeChangeSetInput) => {
      if (!isOurs(input) || changes === undefined) throw new AwsError('ChangeSetNotFoundException')
      const { page, next } = pageOf(changes, input.NextToken)
      const Changes = page.map((ResourceChange) => ({ Type: 'Resource', ResourceChange }))
      // So it stands there after `prepare-change-set` where nothing changes.
      if (changes.length === 0) return { Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', Changes }
      const status = { Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' }
      return { ...status, Changes, ...(next !== undefined && { NextToken: next }) }
    },
    DeleteChangeSet: (input: DeleteChangeSetInput) => {
      if (!isOurs(input)) throw new AwsError('InvalidChangeSetStatusException')
      state = 'none'
      return {}
    },
  })
  const cloudFormation = new CloudFormationClient(nowhere)
  cloudFormation.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  const said: string[] = []
  let asked = 0
  /** aws-cdk 2.1148: "--method=execute-change-set requires exactly one stack", and means one that is named. */
  const cdk = async ([stack, , method]: string[]) => {
    assert.equal(stack, 'pokopoko')
    if (method === 'prepare-change-set') state = changes === undefined ? 'none' : 'prepared'
    else if (method === 'execute-change-set') state = state === 'prepared' ? 'executed' : assert.fail('no change set')
    else state = 'as it was'
    return 0
  }
  const confirm = async () => {
    asked++
    return answer
  }
  return {
    deploy: (failing?: number) =>
      deployReviewed({
        stack: 'pokopoko',
        cloudFormation,
        cdk: async (args) => failing ?? cdk(args),
        confirm,
        say: (line) => said.push(line),
      }),
    state: () => state,
    asked: () => asked,
    said: () => said.join('\n'),
  }
}

describe('npm run deploy', () => {
  it('says what would be replaced or deleted, in words, and deploys when that is agreed to', async () => {
    const queue: ResourceChange = { ...inPlace('EventFailures', 'AWS::SQS::Queue'), Action: 'Remove' }
    const deployment = aDeployment([code, inPlace('Sweep', 'AWS::Lambda::Function'), table, queue], true)
    assert.equal(await deployment.deploy(), 0)
    assert.match(
      deployment.said(),
      /- Table \(AWS::DynamoDB::Table, pokopoko-Table\) is replaced\. .*the records of all sites/,
    )
    assert.match(deployment.said(), /- EventFailures \(.*\) is deleted\. .*dead-letter queue/)
    assert.doesNotMatch(deployment.said(), /Slack|Sweep/)
    assert.deepEqual([deployment.asked(), deployment.state()], [1, 'executed'])
  })

  it('deploys nothing, and leaves no change set, when it is not agreed to', async () => {
    const deployment = aDeployment([table], false)
    assert.equal(await deployment.deploy(), 1)
    assert.match(deployment.said(), /Nothing was deployed\.$/)
    assert.equal(deployment.state(), 'none')
  })

  it('refuses where there is nobody to ask, and says what to do', async () => {
    const deployment = aDeployment([table])
    assert.equal(await deployment.deploy(), 1)
    assert.match(deployment.said(), /npm run deploy -- --yes$/)
    assert.equal(deployment.state(), 'none')
  })

  it('says that the old one stays where it does', async () => {
    const deployment = aDeployment([{ ...table, PolicyAction: 'ReplaceAndRetain' }])
    await deployment.deploy()
    assert.match(deployment.said(), /is replaced, and the old one stays in the account\./)
  })

  it('asks about what may be replaced, such as the address that Slack calls when its function is', async () => {
    for (const change of [{ Replacement: 'True' }, { Action: 'Dynamic' }] satisfies ResourceChange[]) {
      const deployment = aDeployment([{ ...code, ...change }, url])
      assert.equal(await deployment.deploy(), 1)
      assert.match(deployment.said(), /SlackFunctionUrl .* may be replaced\. .*the address that Slack and GitHub call/)
    }
  })

  it('does not ask about an address whose function only gets new code', async () => {
    const deployment = aDeployment([code, url])
    assert.equal(await deployment.deploy(), 0)
    assert.deepEqual([deployment.said(), deployment.asked(), deployment.state()], ['', 0, 'executed'])
  })

  it('asks nothing of what can be made anew', async () => {
    const policy: ResourceChange = { ...inPlace('Policy', 'AWS::IAM::Policy'), Replacement: 'True' }
    const deployment = aDeployment([
      policy,
      { ...policy, Action: 'Add' },
      { ...table, Action: 'Add', Replacement: 'False' },
    ])
    assert.equal(await deployment.deploy(), 0)
    assert.deepEqual([deployment.asked(), deployment.state()], [0, 'executed'])
  })

  it('lets the CDK write its outputs where nothing changes, and ends where it fails', async () => {
    for (const changes of [undefined, []]) {
      const unchanged = aDeployment(changes)
      assert.equal(await unchanged.deploy(), 0)
      assert.equal(unchanged.state(), 'as it was')
    }
    const failing = aDeployment([table], true)
    assert.equal(await failing.deploy(3), 3)
    assert.equal(failing.state(), 'none')
  })
})
