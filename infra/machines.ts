import { Effect, PolicyStatement, Role, ServicePrincipal, CfnInstanceProfile } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { CfnLaunchTemplate, type SecurityGroup } from 'aws-cdk-lib/aws-ec2'

/**
 * What the agent on a machine needs so that Run Command reaches it, and no more: programs of the repository can use
 * the machine's role too. AWS's own policy for it (AmazonSSMManagedInstanceCore) would let them read all parameters of the account,
 * our secrets among them. Source: Systems Manager, "ec2messages, ssmmessages, and other API operations".
 */
const AGENT_ACTIONS = [
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
  'ssm:ListInstanceAssociations',
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
]

export function createMachineRole(scope: Construct): Role {
  const role = new Role(scope, 'MachineRole', {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    description: 'Machines of test sites: lets jobs be run on them',
  })
  // All but two of these actions know no resources; AWS's own policy gives these two on all as well.
  role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: AGENT_ACTIONS, resources: ['*'] }))
  return role
}

/**
 * What all machines have in common. Image, size, subnet, volume and tags come with each launch.
 *
 * The security group stands at the machine and not at a network interface: a launch that names a subnet may name no interface, in a
 * template either (RunInstances, `SubnetId`). So whether a machine gets a public address is its subnet's setting.
 */
export function createLaunchTemplate(scope: Construct, deps: { role: Role; group: SecurityGroup }): CfnLaunchTemplate {
  const profile = new CfnInstanceProfile(scope, 'MachineProfile', { roles: [deps.role.roleName] })
  return new CfnLaunchTemplate(scope, 'LaunchTemplate', {
    versionDescription: 'Machines of test sites',
    launchTemplateData: {
      iamInstanceProfile: { arn: profile.attrArn },
      securityGroupIds: [deps.group.securityGroupId],
      // Version 1 answers anybody who gets a program to fetch an address; one hop keeps it from containers.
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      // A machine that is shut down from inside falls asleep; it isn't gone.
      instanceInitiatedShutdownBehavior: 'stop',
    },
  })
}
