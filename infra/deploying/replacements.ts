import {
  type CloudFormationClient,
  DescribeChangeSetCommand,
  type ResourceChange,
} from '@aws-sdk/client-cloudformation'
import { unlessNamed } from '../../src/aws/errors.ts'

/** What you lose when a resource of that type is replaced: it holds data, or others know its address or name. */
const losses: Record<string, string> = {
  'AWS::CertificateManager::Certificate': 'HTTPS of all sites',
  'AWS::DynamoDB::Table': 'the records of all sites; machines and archives without a record are removed',
  'AWS::EC2::SecurityGroup': 'what lets visitors reach the machines that are up',
  'AWS::EC2::Subnet': 'the network of the machines that are up',
  'AWS::EC2::VPC': 'the network of the machines that are up',
  'AWS::ElasticLoadBalancingV2::Listener': 'the routes to all sites that are up, until the next sweep',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'the routes to all sites that are up, until the next sweep',
  'AWS::Lambda::EventSourceMapping': 'the position in the stream: the changes of a day are handled again',
  'AWS::Lambda::Function': 'the function; with slack, also the address that Slack and GitHub call',
  'AWS::Lambda::Url':
    'the address that Slack and GitHub call: paste the manifest again, and change the GitHub App’s webhook',
  'AWS::S3::Bucket': 'the inputs of set-ups that are running; CloudFormation can only delete it when it is empty',
  'AWS::SQS::Queue': 'the messages in the dead-letter queue: see npx pokopoko replay --dry-run',
  'AWS::Scheduler::ScheduleGroup': 'the alarms of all sites; the sweep finds what is overdue',
}

const GONE = ['ChangeSetNotFoundException']

/**
 * What you'd lose by a change set, a line each, and whether it can be executed: one without changes has failed, or is gone.
 */
export async function reviewChangeSet(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  { stack, changeSet }: { stack: string; changeSet: string },
): Promise<{ isExecutable: boolean; lost: string[] }> {
  const changes: ResourceChange[] = []
  let NextToken: string | undefined
  do {
    const page = await unlessNamed(GONE, () =>
      cloudFormation.send(new DescribeChangeSetCommand({ StackName: stack, ChangeSetName: changeSet, NextToken })),
    )
    if (page?.ExecutionStatus !== 'AVAILABLE') return { isExecutable: false, lost: [] }
    for (const { ResourceChange } of page.Changes ?? []) if (ResourceChange !== undefined) changes.push(ResourceChange)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return { isExecutable: true, lost: changes.flatMap((change) => lossOf(change, changes)) }
}

function lossOf(change: ResourceChange, all: ResourceChange[]): string[] {
  const loss = losses[change.ResourceType ?? '']
  const fate = fateOf(change)
  if (loss === undefined || fate === undefined || isNamingWhatStays(change, all)) return []
  const isKept = change.PolicyAction === 'Retain' || change.PolicyAction === 'ReplaceAndRetain'
  const name = `${change.LogicalResourceId} (${change.ResourceType}, ${change.PhysicalResourceId})`
  return [`${name} ${fate}${isKept ? ', and the old one stays in the account' : ''}. You lose ${loss}`]
}

/** Attributes that a resource keeps for its lifetime. */
const IDENTITY = /^[A-Za-z0-9]+(\.(Arn|GroupId))?$/

/**
 * A resource that names one which changes in place "may be replaced": CloudFormation doesn't know yet that the name stays. So every new
 * version of a function's code would list the function's URL.
 */
function isNamingWhatStays({ Action, Replacement, Details = [] }: ResourceChange, all: ResourceChange[]): boolean {
  if (Action !== 'Modify' || Replacement !== 'Conditional') return false
  const reasons = Details.filter(({ Target }) => Target?.RequiresRecreation !== 'Never')
  return reasons.every(({ Evaluation, CausingEntity = '' }) => {
    const named = all.find(({ LogicalResourceId }) => LogicalResourceId === CausingEntity.split('.')[0])
    return Evaluation === 'Dynamic' && IDENTITY.test(CausingEntity) && named !== undefined && isChangedInPlace(named)
  })
}

/** Undefined: it stays. Source: AWS CloudFormation API reference, ResourceChange. */
function fateOf({ Action, Replacement }: ResourceChange): string | undefined {
  if (Action === 'Remove') return 'is deleted'
  // Known only during the deployment.
  if (Action === 'Dynamic' || Replacement === 'Conditional') return 'may be replaced'
  return Replacement === 'True' ? 'is replaced' : undefined
}

function isChangedInPlace({ Action, Replacement }: ResourceChange): boolean {
  return Action === 'Modify' && Replacement === 'False'
}
