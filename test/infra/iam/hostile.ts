import { OF_IMAGE } from '../../../src/aws/ec2/snapshots.ts'
import type { Deployment } from './deployment.ts'
import type { IamRequest } from './judge.ts'
import { arnOf, hex, place } from './physical-ids.ts'
import * as ec2 from './requests/ec2.ts'
import * as elb from './requests/load-balancing.ts'
import * as other from './requests/others.ts'
import { siteTags } from './requests/tags.ts'

/** What somebody would try who has got hold of a function: a believable call, of which one refusal is the end. */
export interface HostileCall {
  title: string
  requests: IamRequest[]
  /** What IAM has to refuse of it, no more and no less: `ACTION on KIND`. */
  refused: string[]
}

/** Somebody else's, in the same account: another stack of ours, and what has nothing to do with us. */
const OTHER_STACK = siteTags('orchard')
const PAYROLL = { Name: 'payroll', team: 'finance' }
const UNTAGGED = {}
const STRANGERS = { 'another stack’s': OTHER_STACK, 'a stranger’s': PAYROLL, 'an untagged': UNTAGGED }

const roleArn = (name: string) => arnOf('iam', `role/${name}`, `:${place.account}`)
/** Of one request, or of several of which all are to be refused. */
const hostile = (title: string, ...requests: IamRequest[]): HostileCall => ({
  title,
  requests,
  refused: requests.map(({ action, resource }) => `${action} on ${kindOf(resource)}`),
})
/** Of several requests, of which others are none of our business. */
const partly = (title: string, requests: IamRequest[], ...refused: string[]): HostileCall => ({
  title,
  requests,
  refused,
})
/** `instance` of an instance's ARN; of queues and buckets their name. */
export const kindOf = (arn: string) => arn.split(':')[5]?.split('/')[0] ?? arn
/** The same with what belongs to each stranger. */
const toEach = (hostileTo: (whose: string, tags: Record<string, string>) => HostileCall) =>
  Object.entries(STRANGERS).map(([whose, tags]) => hostileTo(whose, tags))

export function hostileCalls(deployment: Deployment): HostileCall[] {
  return [
    ...launches(deployment),
    ...onMachines(deployment),
    ...onImages(deployment),
    ...tagging(deployment),
    ...onRoutes(deployment),
    ...onRecords(deployment),
    ...onShell(deployment),
    ...onTheRest(deployment),
  ]
}

function launches(deployment: Deployment): HostileCall[] {
  const launch = (title: string, choices: ec2.LaunchChoices, ...refused: string[]) =>
    partly(`RunInstances: ${title}`, ec2.launch(deployment, choices), ...refused)
  const run = (...kinds: string[]) => kinds.map((kind) => `ec2:RunInstances on ${kind}`)
  const tag = (...kinds: string[]) => kinds.map((kind) => `ec2:CreateTags on ${kind}`)
  const made = ['instance', 'volume']
  const used = ['network-interface', 'subnet', 'security-group', 'image']
  const spot = 'spot-instances-request'
  const stranger = (kind: string, prefix: string) => ec2.ec2Arn(kind, `${prefix}-${hex('payroll', 17)}`)
  const key = { resource: ec2.ec2Arn('key-pair', 'payroll-admin'), facts: { 'ec2:KeyPairName': 'payroll-admin' } }
  const theirDisk = {
    resource: ec2.aSnapshot('payroll'),
    facts: { ...ec2.snapshotFacts, 'aws:ResourceTag/team': 'finance' },
  }
  const theirTemplate = stranger('launch-template', 'lt')
  return [
    launch('without the launch template', { template: undefined }, ...run(...made, ...used)),
    launch('by a stranger’s launch template', { template: theirTemplate }, ...run(...made, ...used, 'launch-template')),
    launch('of no site', { tags: UNTAGGED }, ...run(...made)),
    launch('as another stack’s', { tags: OTHER_STACK }, ...run(...made), ...tag(...made)),
    launch('of a spot machine of no site', { tags: UNTAGGED, spot: true }, ...run(...made, spot)),
    launch(
      'of a spot machine as another stack’s',
      { tags: OTHER_STACK, spot: true },
      ...run(...made, spot),
      ...tag(...made, spot),
    ),
    launch('with a disk that is not encrypted', { volume: { 'ec2:Encrypted': 'false' } }, ...run('volume')),
    launch(
      'with an expensive disk',
      { volume: { 'ec2:VolumeType': 'io2', 'ec2:VolumeIops': '64000' } },
      ...run('volume'),
    ),
    launch('in a stranger’s subnet', { subnet: stranger('subnet', 'subnet') }, ...run('subnet')),
    launch('with a stranger’s security group', { group: stranger('security-group', 'sg') }, ...run('security-group')),
    launch('with the load balancers’ security group', { group: deployment.balancerGroupArn }, ...run('security-group')),
    launch('with somebody’s SSH key', { others: [key] }, ...run('key-pair')),
    launch('with a disk made of a stranger’s snapshot', { others: [theirDisk] }, ...run('snapshot')),
    launch('with an administrator’s role', { role: roleArn('administrator') }, 'iam:PassRole on role'),
    launch('with the schedules’ role', { role: deployment.scheduleRoleArn }, 'iam:PassRole on role'),
    hostile('PassRole: the machines’ role to Lambda', ec2.passRole(deployment.machineRoleArn, 'lambda.amazonaws.com')),
  ]
}

function onMachines(deployment: Deployment): HostileCall[] {
  const theirs = ec2.anInstance('payroll')
  const ours = siteTags(deployment.config.name)
  return [
    ...['StartInstances', 'StopInstances', 'TerminateInstances'].flatMap((action) =>
      toEach((whose, tags) => hostile(`${action}: ${whose} instance`, ec2.power(deployment, action, tags, theirs))),
    ),
    hostile('ModifyInstanceAttribute: our own instance', ec2.power(deployment, 'ModifyInstanceAttribute', ours)),
    ...toEach((whose, tags) =>
      hostile(`CancelSpotInstanceRequests: ${whose} request`, ec2.cancelSpotRequest(tags, ec2.aSpotRequest('payroll'))),
    ),
  ]
}

function onImages(deployment: Deployment): HostileCall[] {
  const ours = siteTags(deployment.config.name)
  const made = ['ec2:CreateImage on image', 'ec2:CreateImage on snapshot']
  const tagged = ['ec2:CreateTags on image', 'ec2:CreateTags on snapshot']
  const { resource: image, facts } = ec2.removal('DeregisterImage', ours, ec2.anImage())
  return [
    ...toEach((whose, tags) =>
      partly(
        `CreateImage: of ${whose} instance`,
        ec2.createImage(deployment, tags, ours, ec2.anInstance('payroll')),
        'ec2:CreateImage on instance',
      ),
    ),
    partly('CreateImage: as another stack’s', ec2.createImage(deployment, ours, OTHER_STACK), ...made, ...tagged),
    partly('CreateImage: of no site', ec2.createImage(deployment, ours, UNTAGGED), ...made),
    ...toEach((whose, tags) =>
      hostile(`DeregisterImage: ${whose} image`, ec2.removal('DeregisterImage', tags, ec2.anImage('payroll'))),
    ),
    ...toEach((whose, tags) =>
      hostile(`DeleteSnapshot: ${whose} snapshot`, ec2.removal('DeleteSnapshot', tags, ec2.aSnapshot('payroll'))),
    ),
    hostile('ModifyImageAttribute: makes our image public', {
      action: 'ec2:ModifyImageAttribute',
      resource: image,
      facts,
    }),
  ]
}

/** Whoever may write the tags by which things are known has them all. */
function tagging(deployment: Deployment): HostileCall[] {
  const ours = siteTags(deployment.config.name)
  const marked = { [OF_IMAGE]: 'ami-0123456789abcdef0' }
  const things = [
    ec2.anInstance('payroll'),
    ec2.aSpotRequest('payroll'),
    ec2.anImage('payroll'),
    ec2.aSnapshot('payroll'),
  ]
  const change = (title: string, tags: Record<string, string>, carries: Record<string, string>, of: string) =>
    hostile(`CreateTags: ${title}`, ec2.createTags(ec2.aSnapshot(of), tags, undefined, carries))
  return [
    ...things.map((arn) => {
      return hostile(
        `CreateTags: makes a stranger’s ${kindOf(arn)} ours`,
        ec2.createTags(arn, ours, undefined, PAYROLL),
      )
    }),
    change('marks a stranger’s snapshot', marked, PAYROLL, 'payroll'),
    change('marks another stack’s snapshot', marked, OTHER_STACK, 'orchard'),
    change('gives our snapshot to another stack', { 'pokopoko:stack': 'orchard' }, ours, 'plum'),
    change(
      'marks our snapshot and gives it to another stack',
      { ...marked, 'pokopoko:stack': 'orchard' },
      ours,
      'plum',
    ),
    hostile('DeleteTags: of our instance', {
      ...ec2.createTags(ec2.anInstance(), ours, undefined, ours),
      action: 'ec2:DeleteTags',
    }),
    hostile(
      'AddTags: makes a stranger’s target group ours',
      elb.addTags(elb.aTargetGroup('payroll'), ours, undefined, PAYROLL),
    ),
    hostile(
      'AddTags: makes a stranger’s rule ours',
      elb.addTags(elb.aRule(deployment, 'payroll'), ours, undefined, PAYROLL),
    ),
    hostile(
      'AddTags: gives our target group to another stack',
      elb.addTags(elb.aTargetGroup(), OTHER_STACK, undefined, ours),
    ),
    hostile(
      'AddTags: makes a stranger’s rule ours, as if a target group were made',
      elb.addTags(elb.aRule(deployment, 'payroll'), ours, 'CreateTargetGroup', PAYROLL),
    ),
  ]
}

function onRoutes(deployment: Deployment): HostileCall[] {
  const ours = siteTags(deployment.config.name)
  const groupActions = ['DeregisterTargets', 'ModifyTargetGroupAttributes', 'DeleteTargetGroup']
  const theirs = elb.aTargetGroup('payroll')
  const no = (action: string, kind: string) => `elasticloadbalancing:${action} on ${kind}`
  const [group, rule] = [no('CreateTargetGroup', 'targetgroup'), no('CreateRule', 'listener')]
  return [
    partly('CreateTargetGroup: of no site', elb.createTargetGroup(UNTAGGED), group),
    partly(
      'CreateTargetGroup: as another stack’s',
      elb.createTargetGroup(OTHER_STACK),
      group,
      no('AddTags', 'targetgroup'),
    ),
    partly('CreateRule: of no site', elb.createRule(deployment, UNTAGGED), rule),
    partly(
      'CreateRule: as another stack’s',
      elb.createRule(deployment, OTHER_STACK),
      rule,
      no('AddTags', 'listener-rule'),
    ),
    partly('CreateRule: on a stranger’s listener', elb.createRule(deployment, ours, elb.strangersListener), rule),
    ...toEach((whose, tags) =>
      partly(
        `RegisterTargets: with ${whose} target group`,
        elb.registerTargets(tags, theirs),
        no('RegisterTargets', 'targetgroup'),
      ),
    ),
    ...groupActions.flatMap((action) =>
      toEach((whose, tags) => hostile(`${action}: ${whose} target group`, elb.changeGroup(action, tags, theirs))),
    ),
    ...toEach((whose, tags) =>
      hostile(`DeleteRule: ${whose} rule`, elb.deleteRule(deployment, tags, elb.aRule(deployment, 'payroll'))),
    ),
    // What machines tell goes by it, of every site: the stack made it, and no tag of a site is on it.
    hostile(
      'DeleteRule: the one of what machines tell',
      elb.deleteRule(deployment, { 'aws:cloudformation:stack-name': 'pokopoko' }),
    ),
    hostile('DeleteListener: our own', other.plain('elasticloadbalancing:DeleteListener', deployment.listenerArns[0])),
  ]
}

function onRecords({ zoneArn, config: { domain } }: Deployment): HostileCall[] {
  const record = (title: string, ...names: [name: string, type: string][]) =>
    hostile(
      `ChangeResourceRecordSets: ${title}`,
      other.changeRecords(
        zoneArn,
        names.map(([name, type]) => ({ action: 'UPSERT', name, type })),
      ),
    )
  const site = `plum.${domain}`
  const parent = domain.slice(domain.indexOf('.') + 1)
  return [
    record('the wildcard of all sites', [String.raw`\052.${domain}`, 'A']),
    record('the wildcard beside a site', [site, 'A'], [String.raw`\052.${domain}`, 'A']),
    record('the domain of all sites itself', [domain, 'A']),
    record('www of the company', [`www.${parent}`, 'A']),
    record('www of the company beside a site', [site, 'A'], [`www.${parent}`, 'AAAA']),
    record('a name that only ends alike', [`evil${domain}`, 'A']),
    record('a certificate’s challenge', [`_acme-challenge.${domain}`, 'TXT']),
    record('a mail server for a site', [site, 'MX']),
    record('a site’s name given away', [site, 'NS']),
    record('another host’s name beside addresses', [site, 'A'], [site, 'CNAME']),
    hostile(
      'ChangeResourceRecordSets: a stranger’s zone',
      other.changeRecords(arnOf('route53', 'hostedzone/Z0PAYROLL', ':'), [{ action: 'UPSERT', name: site, type: 'A' }]),
    ),
    hostile(
      'ListResourceRecordSets: a stranger’s zone',
      other.plain('route53:ListResourceRecordSets', arnOf('route53', 'hostedzone/Z0PAYROLL', ':')),
    ),
    hostile('DeleteHostedZone: our own', other.plain('route53:DeleteHostedZone', zoneArn)),
  ]
}

function onShell({ documentArn, bucketArn, config }: Deployment): HostileCall[] {
  const ours = siteTags(config.name)
  const anyScript = arnOf('ssm', 'document/AWS-RunShellScript', `${place.region}:`)
  const theirScript = arnOf('ssm', 'document/payroll-job')
  const noDocument = 'ssm:SendCommand on document'
  const payroll = arnOf('s3', 'payroll-2026', ':')
  return [
    ...toEach((whose, tags) =>
      partly(
        `SendCommand: to ${whose} instance`,
        other.sendCommand(documentArn, tags, ec2.anInstance('payroll')),
        'ssm:SendCommand on instance',
      ),
    ),
    partly('SendCommand: any script, to our instance', other.sendCommand(anyScript, ours), noDocument),
    partly('SendCommand: a stranger’s document, to our instance', other.sendCommand(theirScript, ours), noDocument),
    hostile('UpdateDocument: our own', other.plain('ssm:UpdateDocument', documentArn)),
    hostile('StartSession: on our instance', other.plain('ssm:StartSession', ec2.anInstance())),
    ...['GetObject', 'PutObject', 'DeleteObject'].map((action) =>
      hostile(`${action}: in a stranger’s bucket`, other.object(action, payroll, 'salaries.csv')),
    ),
    hostile('DeleteBucket: our own', other.plain('s3:DeleteBucket', bucketArn)),
    hostile('PutBucketPolicy: on our own', other.plain('s3:PutBucketPolicy', bucketArn)),
  ]
}

function onTheRest(deployment: Deployment): HostileCall[] {
  const { tableArn, scheduleGroup, machineRoleArn } = deployment
  const schedule = (choices: { group?: string; role?: string }) => other.createSchedule(deployment, choices)
  const payroll = arnOf('dynamodb', 'table/payroll')
  const queue = arnOf('sqs', 'payroll')
  const log = arnOf('logs', 'log-group:/payroll:log-stream:2026/11/02')
  return [
    ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) =>
      hostile(`${action}: in a stranger’s table`, other.item(action, payroll)),
    ),
    hostile('Query: an index of a stranger’s table', other.query(payroll, 'by-owner')),
    hostile('Scan: our own table', other.plain('dynamodb:Scan', tableArn)),
    hostile('DeleteTable: our own', other.plain('dynamodb:DeleteTable', tableArn)),
    hostile(
      'GetRecords: of a stranger’s stream',
      other.plain('dynamodb:GetRecords', `${payroll}/stream/2026-11-01T00:00:00.000`),
    ),
    hostile('GetParameters: a stranger’s secret', ...other.getParameters(['/payroll/database-password'])),
    hostile(
      'GetParameters: one whose path begins alike',
      ...other.getParameters([`${deployment.config.secretsPath}-admin/token`]),
    ),
    hostile('GetParameters: shared by a stranger', other.publicParameter('/payroll/database-password')),
    hostile(
      'PutParameter: our own secret',
      other.plain('ssm:PutParameter', arnOf('ssm', `parameter${deployment.config.secretsPath}/slack-bot-token`)),
    ),
    partly(
      'CreateSchedule: in a stranger’s group',
      schedule({ group: 'payroll' }),
      'scheduler:CreateSchedule on schedule',
    ),
    partly('CreateSchedule: as an administrator', schedule({ role: roleArn('administrator') }), 'iam:PassRole on role'),
    partly('CreateSchedule: as a machine', schedule({ role: machineRoleArn }), 'iam:PassRole on role'),
    hostile('PassRole: the schedules’ role to EC2', ec2.passRole(deployment.scheduleRoleArn, 'ec2.amazonaws.com')),
    hostile(
      'DeleteSchedule: in a stranger’s group',
      other.plain('scheduler:DeleteSchedule', other.aSchedule('payroll', 'monthly')),
    ),
    hostile(
      'DeleteScheduleGroup: our own',
      other.plain('scheduler:DeleteScheduleGroup', arnOf('scheduler', `schedule-group/${scheduleGroup}`)),
    ),
    hostile('SendMessage: to a stranger’s queue', other.plain('sqs:SendMessage', queue)),
    hostile(
      'ReceiveMessage: of what was given up',
      other.plain('sqs:ReceiveMessage', deployment.stack.get('AWS::SQS::Queue', 'EventFailures', 'Arn')),
    ),
    hostile('PutLogEvents: into a stranger’s log', other.plain('logs:PutLogEvents', log)),
    hostile('CreateLogStream: in a stranger’s log', other.plain('logs:CreateLogStream', log)),
    hostile('AssumeRole: an administrator’s', other.plain('sts:AssumeRole', roleArn('administrator'))),
    hostile('InvokeFunction: a stranger’s', other.plain('lambda:InvokeFunction', arnOf('lambda', 'function:payroll'))),
    hostile(
      'UpdateFunctionCode: our own',
      other.plain('lambda:UpdateFunctionCode', arnOf('lambda', 'function:pokopoko-slack')),
    ),
    hostile('AttachRolePolicy: to the machines’ role', other.plain('iam:AttachRolePolicy', machineRoleArn)),
  ]
}
