import { Arn, Stack } from 'aws-cdk-lib'
import { type IApplicationLoadBalancerTarget, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'

/**
 * The gateway as a target, for target groups of this account only: a permission without a source lets load balancers of every account invoke the
 * function. It cannot name one target group, since the group is created with its target. Source: Elastic Load Balancing, "Lambda functions as
 * targets".
 */
export function createGatewayTarget(scope: Construct, gateway: LambdaFunction): IApplicationLoadBalancerTarget {
  const { functionArn } = gateway
  const targetGroups = { service: 'elasticloadbalancing', resource: 'targetgroup', resourceName: '*' }
  const permission = new CfnPermission(scope, 'GatewayPermission', {
    action: 'lambda:InvokeFunction',
    functionName: functionArn,
    principal: 'elasticloadbalancing.amazonaws.com',
    sourceArn: Arn.format(targetGroups, Stack.of(scope)),
  })
  return {
    attachToApplicationTargetGroup: (targetGroup) => {
      targetGroup.node.addDependency(permission)
      return { targetType: TargetType.LAMBDA, targetJson: { id: functionArn } }
    },
  }
}
