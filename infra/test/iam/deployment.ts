import pMemoize from 'p-memoize'
import { type FunctionName, functionNames } from '../../../src/aws/names.ts'
import { aStack } from '../a-stack.ts'
import { input } from '../../pokopoko.config.example.ts'
import { arnOf } from './physical-ids.ts'
import { type DeployedRole, roleOf } from './policies.ts'
import { aKey } from './physical-ids.ts'
import { type Resolved, resolve } from './resolve.ts'

/** Logical ids begin with the functions' names. */
export const titleOf = (name: FunctionName) => `${name[0]?.toUpperCase()}${name.slice(1)}`

/**
 * The stack of the example's configuration, with two load balancers, a key for volumes, and a GitHub App, as it would be deployed: synthesized once a process.
 */
export const aDeployment = pMemoize(async () => {
  const { template, config } = await aStack({
    loadBalancers: 2,
    volumeKey: aKey(),
    github: { ...input.github, app: { id: 1, installationId: 2 } },
  })
  const stack = resolve(template)
  const roles = functionNames.map((name) => [name, roleOf(stack, `${titleOf(name)}Role`)] as const)
  return { stack, config, roles: new Map<FunctionName, DeployedRole>(roles), ...idsOf(stack, config) }
})

export type Deployment = Awaited<ReturnType<typeof aDeployment>>

function idsOf(stack: Resolved, { zone }: { zone: { id: string } }) {
  return {
    tableArn: stack.get('AWS::DynamoDB::Table', '', 'Arn'),
    streamArn: stack.get('AWS::DynamoDB::Table', '', 'StreamArn'),
    bucketArn: stack.get('AWS::S3::Bucket', 'InputBucket', 'Arn'),
    documentArn: arnOf('ssm', `document/${stack.get('AWS::SSM::Document')}`),
    launchTemplateArn: arnOf('ec2', `launch-template/${stack.get('AWS::EC2::LaunchTemplate')}`),
    machineGroupArn: arnOf('ec2', `security-group/${stack.get('AWS::EC2::SecurityGroup', 'MachineGroup', 'GroupId')}`),
    balancerGroupArn: arnOf(
      'ec2',
      `security-group/${stack.get('AWS::EC2::SecurityGroup', 'BalancerGroup', 'GroupId')}`,
    ),
    subnetArns: stack.all('AWS::EC2::Subnet').map((id) => arnOf('ec2', `subnet/${id}`)),
    vpcArn: arnOf('ec2', `vpc/${stack.get('AWS::EC2::VPC')}`),
    machineProfileArn: stack.get('AWS::IAM::InstanceProfile', '', 'Arn'),
    machineRoleArn: stack.get('AWS::IAM::Role', 'MachineRole', 'Arn'),
    scheduleRoleArn: stack.get('AWS::IAM::Role', 'ScheduleRole', 'Arn'),
    scheduleGroup: stack.get('AWS::Scheduler::ScheduleGroup'),
    scheduleGroupArn: stack.get('AWS::Scheduler::ScheduleGroup', '', 'Arn'),
    listenerArns: [1, 2].map((number) => stack.get('AWS::ElasticLoadBalancingV2::Listener', `Balancer${number}Https`)),
    volumeKeyArn: aKey(),
    zoneArn: arnOf('route53', `hostedzone/${zone.id}`, ':'),
  }
}

/** Who calls: a session of the role, as Lambda and EC2 make one. */
export function sessionOf({ arn }: DeployedRole, name: string): string {
  return arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/').concat(`/${name}`)
}
