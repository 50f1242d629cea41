import { CfnLaunchTemplate, type SecurityGroup } from 'aws-cdk-lib/aws-ec2'
import { CfnInstanceProfile, type Role } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'

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
      // Someone who shuts his machine down finds it asleep, not gone.
      instanceInitiatedShutdownBehavior: 'stop',
    },
  })
}
