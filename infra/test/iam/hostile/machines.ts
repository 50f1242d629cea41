import type { Deployment } from '../deployment.ts'
import { hex } from '../physical-ids.ts'
import * as ec2 from '../requests/ec2.ts'
import { siteTags } from '../requests/tags.ts'
import { type HostileCall, hostile, OTHER_STACK, partly, roleArn, toEach, UNTAGGED } from './hostile-call.ts'

export function launches(deployment: Deployment): HostileCall[] {
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

export function onMachines(deployment: Deployment): HostileCall[] {
  const theirs = ec2.anInstance('payroll')
  const ours = siteTags(deployment.config.name)
  return [
    ...['StartInstances', 'StopInstances', 'TerminateInstances'].flatMap((action) =>
      toEach((whose, tags) => hostile(`${action}: ${whose} instance`, ec2.power(deployment, action, tags, theirs))),
    ),
    hostile(
      'ModifyInstanceAttribute: our own instance’s user data',
      ec2.power(deployment, 'ModifyInstanceAttribute', ours),
    ),
    ...toEach((whose, tags) =>
      hostile(`ModifyInstanceAttribute: the type of ${whose} instance`, ec2.resize(deployment, tags, theirs)),
    ),
    ...toEach((whose, tags) =>
      hostile(`CancelSpotInstanceRequests: ${whose} request`, ec2.cancelSpotRequest(tags, ec2.aSpotRequest('payroll'))),
    ),
  ]
}
