import { Validations } from 'aws-cdk-lib'
import { environmentsPath } from '../src/aws/environment-parameters.ts'
import type { Config } from './config.ts'
import type { PokopokoStack } from './stack.ts'

/** Rules of cdk-nag's AwsSolutions that do not fit, and why. Whatever else it finds stops the synthesis. */
const rules: Record<string, string> = {
  EC23: 'GitHub and machines call from anywhere, and so do visitors, unless visitorCidrs says otherwise (visitors.ts); every site asks for its password.',
  ELB2: 'Access logs would show who looks at unreleased work; machines keep their own, which are deleted with the site.',
  VPC7: 'Flow logs would cost more than an idle deployment does.',
  S1: 'What is in the bucket is fetched once, by a presigned address, and gone after a day.',
  SQS3: 'These queues are the dead-letter queues.',
}

const ours = 'Ids come at run time; a condition keeps it to what carries the tag of this stack.'

/** Resources with a wildcard in a policy (`policies.ts`), and what bounds them. */
const wildcards = (secretsPath: string, environments: string): Record<string, string> => ({
  '*': 'For calls that know no resources: those that describe and list, and those of the machines’ agent.',
  '<TableCD117FA1.Arn>/index/*': 'All indexes of the one table.',
  '<InputBucket3BF8630A.Arn>/*': 'All objects of the one bucket, which are named by chance.',
  [`arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${secretsPath}/*`]:
    'The secrets, below the one path.',
  [`arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${environments}/*`]:
    'The environments of the sites of this stack.',
  'arn:<AWS::Partition>:ssm:<AWS::Region>::parameter/aws/service/*': 'Public parameters of AWS: ids of images.',
  'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:instance/*': ours,
  'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:spot-instances-request/*': ours,
  'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:volume/*': ours,
  'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface/*':
    'Made by a launch; a condition keeps it to launches by the one template.',
  'arn:<AWS::Partition>:ec2:<AWS::Region>::image/*':
    'Machines are launched from images of others too, by the one template; images are made and removed by tag.',
  'arn:<AWS::Partition>:ec2:<AWS::Region>::snapshot/*': ours,
  'arn:<AWS::Partition>:elasticloadbalancing:<AWS::Region>:<AWS::AccountId>:targetgroup/*/*': ours,
  'arn:<AWS::Partition>:elasticloadbalancing:<AWS::Region>:<AWS::AccountId>:listener-rule/app/*': ours,
  'arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<ScheduleGroup>/*':
    'All schedules of the one group.',
})

export function acknowledge(stack: PokopokoStack, { secretsPath, name }: Config): void {
  const validations = Validations.of(stack)
  for (const [id, reason] of Object.entries(rules)) validations.acknowledge({ id: `AwsSolutions-${id}`, reason })
  for (const [resource, reason] of Object.entries(wildcards(secretsPath, environmentsPath({ secretsPath, name })))) {
    validations.acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason })
  }
}
