import { environmentsPath } from '../../../src/aws/environment-parameters.ts'
import { IMAGES_KEY } from '../../../src/aws/offered-images.ts'
import { OFFERED } from '../../../src/aws/tags.ts'
import { OF_IMAGE } from '../../../src/aws/ec2/snapshots.ts'
import type { FunctionName } from '../../../src/aws/names.ts'
import { secretNames } from '../../../src/aws/secrets.ts'
import { siteIndexes } from '../../../src/aws/site-item.ts'
import { type Deployment, titleOf } from './deployment.ts'
import type { IamRequest } from './judge.ts'
import * as ec2 from './requests/ec2.ts'
import * as kms from './requests/keys.ts'
import * as elb from './requests/load-balancing.ts'
import * as other from './requests/others.ts'
import { bakeTags, siteTags } from './requests/tags.ts'

/** A call of an API, by whom it is made, and what IAM is asked for it. */
export interface Call {
  title: string
  by: readonly FunctionName[]
  requests: IamRequest[]
}

const everybody = ['slack', 'reconcile', 'sweep', 'gateway'] as const
const logging = [...everybody, 'bake'] as const
const withSlack = ['slack', 'reconcile', 'sweep'] as const
const engine = ['reconcile', 'sweep'] as const
/** On machines and images, each on its own: of sites, or of the owner of a baked image. */
const machinists = ['reconcile', 'sweep', 'bake'] as const

/** Every call that a function makes, or that Lambda or EC2 makes in its name. */
export function calls(deployment: Deployment): Call[] {
  return [
    ...ofTable(deployment),
    ...ofParameters(deployment),
    ...ofMachines(deployment),
    ...ofImages(deployment),
    ...ofBakes(deployment),
    ...ofVolumeKey(deployment),
    ...ofShell(deployment),
    ...ofRoutes(deployment),
    ...ofAlarms(deployment),
    ...ofLogs(deployment),
    ...ofLambda(deployment),
  ]
}

const call = (by: Call['by'], title: string, ...requests: IamRequest[]): Call => ({ title, by, requests })

function ofTable({ tableArn: table }: Deployment): Call[] {
  return [
    call(everybody, 'GetItem: a site', other.item('GetItem', table)),
    call(everybody, 'PutItem: a site', other.item('PutItem', table)),
    call(withSlack, 'UpdateItem: the quota entries', other.item('UpdateItem', table, '#quota')),
    call(engine, 'DeleteItem: a site', other.item('DeleteItem', table)),
    ...Object.values(siteIndexes).map(({ indexName }) =>
      call(withSlack, `Query: ${indexName}`, other.query(table, indexName)),
    ),
    call(withSlack, 'BatchGetItem: sites of a list', other.item('BatchGetItem', table)),
  ]
}

function ofParameters({ config }: Deployment): Call[] {
  const secrets = Object.values(secretNames).map((name) => `${config.secretsPath}/${name}`)
  const path = environmentsPath(config)
  const ofASite = ['site-1', 'repositories/acme/website'].map(
    (id) => `${path}/${id}/00000000-0000-4000-8000-000000000000`,
  )
  const debian = other.publicParameter('/aws/service/debian/release/13/latest/amd64')
  return [
    call(withSlack, 'GetParameters: the secrets', ...other.getParameters(secrets)),
    call(
      ['gateway'],
      'GetParameters: the key of webhooks',
      ...other.getParameters([`${config.secretsPath}/${secretNames.webhookKey}`]),
    ),
    call(
      ['gateway'],
      'GetParameters: the key of the GitHub App',
      ...other.getParameters([`${config.secretsPath}/${secretNames.githubPrivateKey}`]),
    ),
    call(withSlack, 'GetParameters: an environment', ...other.getParameters(ofASite)),
    call(['slack'], 'PutParameter: an environment', ...ofASite.map((name) => other.parameter('PutParameter', name))),
    call(
      engine,
      'DeleteParameters: an environment',
      ...ofASite.map((name) => other.parameter('DeleteParameters', name)),
    ),
    call(engine, 'GetParametersByPath: all environments', other.parameter('GetParametersByPath', path)),
    call(['slack', 'sweep', 'bake'], 'GetParameters: ids of public images', debian),
  ]
}

function ofMachines(deployment: Deployment): Call[] {
  const tags = siteTags(deployment.config.name)
  return [
    call(engine, 'RunInstances', ...ec2.launch(deployment)),
    call(engine, 'RunInstances: a spot machine', ...ec2.launch(deployment, { spot: true })),
    ...deployment.subnetArns.map((subnet, index) =>
      call(engine, `RunInstances: in zone ${index + 1}`, ...ec2.launch(deployment, { subnet })),
    ),
    ...['StartInstances', 'StopInstances', 'TerminateInstances'].map((action) =>
      call(engine, action, ec2.power(deployment, action, tags)),
    ),
    call(engine, 'ModifyInstanceAttribute: another type', ec2.resize(deployment, tags)),
    call(engine, 'CancelSpotInstanceRequests', ec2.cancelSpotRequest(tags)),
    ...['DescribeInstances', 'DescribeSnapshots', 'DescribeSpotInstanceRequests'].map((action) =>
      call(machinists, action, ec2.describeEc2(action)),
    ),
  ]
}

function ofImages(deployment: Deployment): Call[] {
  const tags = siteTags(deployment.config.name)
  return [
    call([...withSlack, 'bake'], 'DescribeImages', ec2.describeEc2('DescribeImages')),
    call(engine, 'CreateImage', ...ec2.createImage(deployment, tags, tags)),
    call(
      engine,
      'CreateTags: marks snapshots of an image that goes',
      ec2.createTags(ec2.aSnapshot(), { [OF_IMAGE]: 'ami-0123456789abcdef0' }, undefined, tags),
    ),
    call(engine, 'DeregisterImage', ec2.removal('DeregisterImage', tags, ec2.anImage())),
    call(engine, 'DeleteSnapshot', ec2.removal('DeleteSnapshot', tags, ec2.aSnapshot())),
  ]
}

/** The same on machines and images of bakes, and what bakes alone do. */
function ofBakes(deployment: Deployment): Call[] {
  const { config, documentArn, tableArn: table } = deployment
  const by = ['bake'] as const
  const tags = bakeTags(config.name)
  const lease = '#lease bake Agency'
  return [
    call(by, 'PutItem: a lease', other.item('PutItem', table, lease)),
    call(by, 'DeleteItem: a lease', other.item('DeleteItem', table, lease)),
    call(by, 'PutItem: the images to choose from', other.item('PutItem', table, IMAGES_KEY)),
    call(by, 'RunInstances: for an image', ...ec2.launch(deployment, { tags })),
    call(by, 'RunInstances: for an image, of a spot machine', ...ec2.launch(deployment, { tags, spot: true })),
    ...['StartInstances', 'StopInstances', 'TerminateInstances'].map((action) =>
      call(by, `${action}: for an image`, ec2.power(deployment, action, tags)),
    ),
    call(by, 'CancelSpotInstanceRequests: for an image', ec2.cancelSpotRequest(tags)),
    call(by, 'SendCommand: for an image', ...other.sendCommand(documentArn, tags)),
    call(by, 'CreateImage: a baked one', ...ec2.createImage(deployment, tags, tags)),
    call(
      by,
      'CreateTags: offers a baked image',
      ec2.createTags(ec2.anImage(), { [OFFERED]: 'Agency' }, undefined, tags),
    ),
    call(
      by,
      'CreateTags: marks snapshots of a baked image that goes',
      ec2.createTags(ec2.aSnapshot(), { [OF_IMAGE]: 'ami-0123456789abcdef0' }, undefined, tags),
    ),
    call(by, 'DeregisterImage: a baked one', ec2.removal('DeregisterImage', tags, ec2.anImage())),
    call(by, 'DeleteSnapshot: of a baked one', ec2.removal('DeleteSnapshot', tags, ec2.aSnapshot())),
  ]
}

/**
 * EC2's doing, with the function's rights. Source: Amazon EBS User Guide, "How Amazon EBS encryption works". It does not say what an image
 * takes, so that gets all that the guide lists.
 */
function ofVolumeKey({ volumeKeyArn }: Deployment): Call[] {
  const uses = (actions: readonly string[]) => actions.map((action) => kms.useKey(action, volumeKeyArn))
  const attaching = ['CreateGrant', 'Decrypt']
  const creating = ['DescribeKey', 'GenerateDataKeyWithoutPlaintext', ...attaching]
  return [
    call(machinists, 'RunInstances: with an encrypted volume', ...uses(creating)),
    call(
      machinists,
      'RunInstances: with a volume of an encrypted snapshot',
      ...uses([...creating, 'ReEncryptFrom', 'ReEncryptTo']),
    ),
    call(machinists, 'StartInstances: with an encrypted volume', ...uses(attaching)),
    call(machinists, 'CreateImage: of an encrypted volume', ...uses(kms.keyUses)),
  ]
}

function ofShell({ documentArn, bucketArn, config }: Deployment): Call[] {
  const encrypted = { 's3:x-amz-server-side-encryption': 'AES256' }
  return [
    call(engine, 'SendCommand', ...other.sendCommand(documentArn, siteTags(config.name))),
    ...['DescribeInstanceInformation', 'GetCommandInvocation'].map((action) =>
      call(machinists, action, other.plain(`ssm:${action}`)),
    ),
    call(machinists, 'PutObject: a job', other.object('PutObject', bucketArn, 'documents/1.json', encrypted)),
    call(machinists, 'PutObject: the bundle', other.object('PutObject', bucketArn, 'bundles/1.tar.gz', encrypted)),
    call(
      machinists,
      'GetObject: by a presigned address',
      other.object('GetObject', bucketArn, 'documents/1.json', { 's3:authType': 'REST-QUERY-STRING' }),
    ),
    call(
      machinists,
      'PutObject: a log, by a presigned address',
      other.object('PutObject', bucketArn, 'logs/1.json', { 's3:authType': 'REST-QUERY-STRING' }),
    ),
    call(machinists, 'GetObject: a log', other.object('GetObject', bucketArn, 'logs/1.json')),
    call(machinists, 'DeleteObject: a job', other.object('DeleteObject', bucketArn, 'documents/1.json')),
  ]
}

function ofRoutes(deployment: Deployment): Call[] {
  const { config, zoneArn, listenerArns } = deployment
  // A launch number is on machines and images only.
  const { 'pokopoko:launch': _, ...tags } = siteTags(config.name)
  const records = (action: string) => ['A', 'AAAA'].map((type) => ({ action, name: `plum.${config.domain}`, type }))
  return [
    call(engine, 'CreateTargetGroup', ...elb.createTargetGroup(tags)),
    ...listenerArns.map((listener, index) =>
      call(engine, `CreateRule: on load balancer ${index + 1}`, ...elb.createRule(deployment, tags, listener)),
    ),
    call(engine, 'RegisterTargets', ...elb.registerTargets(tags)),
    ...['DeregisterTargets', 'ModifyTargetGroupAttributes', 'DeleteTargetGroup'].map((action) =>
      call(engine, action, elb.changeGroup(action, tags)),
    ),
    ...elb.ruleActions.map((action) => call(engine, action, elb.changeRule(action, deployment, tags))),
    ...['DescribeRules', 'DescribeTags', 'DescribeTargetGroups', 'DescribeTargetHealth'].map((action) =>
      call(engine, action, elb.describeElb(action)),
    ),
    ...['UPSERT', 'DELETE'].map((action) =>
      call(engine, `ChangeResourceRecordSets: ${action}`, other.changeRecords(zoneArn, records(action))),
    ),
    call(engine, 'ListResourceRecordSets', other.plain('route53:ListResourceRecordSets', zoneArn)),
  ]
}

function ofLogs({ stack }: Deployment): Call[] {
  const reconcile = stack.get('AWS::Lambda::Function', 'Reconcile', 'Arn')
  return [call(['slack'], 'Invoke: to read a log', other.plain('lambda:InvokeFunction', reconcile))]
}

function ofAlarms(deployment: Deployment): Call[] {
  const schedule = other.aSchedule(deployment.scheduleGroup)
  return [
    call(engine, 'CreateSchedule', ...other.createSchedule(deployment)),
    call(engine, 'DeleteSchedule', other.plain('scheduler:DeleteSchedule', schedule)),
    call(engine, 'ListSchedules', other.plain('scheduler:ListSchedules')),
  ]
}

/** Logs, the table's stream, and what was given up: Lambda's doing, with the function's rights. */
function ofLambda({ stack, streamArn }: Deployment): Call[] {
  const logs = logging.flatMap((name) => {
    const group = stack.get('AWS::Logs::LogGroup', `${titleOf(name)}Log`, 'Arn')
    const stream = `${group.slice(0, -1)}log-stream:2026/11/02/[$LATEST]0123456789abcdef0123456789abcdef`
    return ['CreateLogStream', 'PutLogEvents'].map((action) =>
      call([name], action, other.plain(`logs:${action}`, stream)),
    )
  })
  const keeping = (name: FunctionName, queue: string) =>
    call([name], `SendMessage: ${queue}`, other.plain('sqs:SendMessage', stack.get('AWS::SQS::Queue', queue, 'Arn')))
  return [
    ...logs,
    ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) =>
      call(['reconcile'], action, other.plain(`dynamodb:${action}`, streamArn)),
    ),
    call(['reconcile'], 'ListStreams', other.plain('dynamodb:ListStreams')),
    keeping('reconcile', 'StreamFailures'),
    keeping('reconcile', 'EventFailures'),
    keeping('sweep', 'EventFailures'),
    keeping('bake', 'EventFailures'),
  ]
}
