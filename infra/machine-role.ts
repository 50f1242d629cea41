import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'

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
