import { Arn, ArnFormat, Aws, type Stack } from 'aws-cdk-lib'
import { Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Grant, Names } from './policies/grants.ts'

export function grant(grantee: IGrantable, grants: Grant[], names: Names): void {
  for (const { actions, resources, conditions } of grants) {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions,
        resources: resources(names),
        ...(conditions !== undefined && { conditions: conditions(names) }),
      }),
    )
  }
}

/** ARNs in the manner of {@link Names}. */
export function arnsIn(stack: Stack): Pick<Names, 'arn' | 'sharedArn'> {
  const format = (service: string, resource: string, account: string) =>
    Arn.format({ service, resource, account, region: Aws.REGION, arnFormat: ArnFormat.NO_RESOURCE_NAME }, stack)
  return {
    arn: (service, resource) => format(service, resource, Aws.ACCOUNT_ID),
    sharedArn: (service, resource) => format(service, resource, ''),
  }
}
