import { Arn, Duration, Stack } from 'aws-cdk-lib'
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { SecurityGroup } from 'aws-cdk-lib/aws-ec2'
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  type IApplicationLoadBalancerTarget,
  IpAddressType,
  ListenerAction,
  ListenerCondition,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { Network } from './network.ts'

/** Calls of machines to us, on every site's host: before all rules of sites (src/aws/alb/rules.ts). */
const CONTROL = { priority: 1, path: '/_pokopoko/control/*' }

export interface Balancer {
  loadBalancer: ApplicationLoadBalancer
  listener: ApplicationListener
}

interface Deps {
  network: Network
  group: SecurityGroup
  certificate: ICertificate
  gateway: LambdaFunction
}

export function createBalancers(scope: Construct, count: number, deps: Deps): Balancer[] {
  const target = targetOf(scope, deps.gateway)
  return Array.from({ length: count }, (_, index) => createBalancer(scope, `Balancer${index + 1}`, target, deps))
}

/**
 * The gateway, for target groups of this account alone: a permission that names no source is one for all accounts' load balancers. Which target
 * groups, it cannot say, since each is made with its target in it. Source: Elastic Load Balancing, "Lambda functions as targets".
 */
function targetOf(scope: Construct, { functionArn }: LambdaFunction): IApplicationLoadBalancerTarget {
  const permission = new CfnPermission(scope, 'GatewayPermission', {
    action: 'lambda:InvokeFunction',
    functionName: functionArn,
    principal: 'elasticloadbalancing.amazonaws.com',
    sourceArn: Arn.format(
      { service: 'elasticloadbalancing', resource: 'targetgroup', resourceName: '*' },
      Stack.of(scope),
    ),
  })
  return {
    attachToApplicationTargetGroup: (targetGroup) => {
      targetGroup.node.addDependency(permission)
      return { targetType: TargetType.LAMBDA, targetJson: { id: functionArn } }
    },
  }
}

type Target = IApplicationLoadBalancerTarget

function createBalancer(scope: Construct, id: string, target: Target, { network, group, certificate }: Deps): Balancer {
  const loadBalancer = new ApplicationLoadBalancer(scope, id, {
    vpc: network.vpc,
    vpcSubnets: { subnets: network.subnets },
    internetFacing: true,
    securityGroup: group,
    ipAddressType: network.ipv6 ? IpAddressType.DUAL_STACK : IpAddressType.IPV4,
    dropInvalidHeaderFields: true,
    // WebSockets without traffic are kept so long.
    idleTimeout: Duration.minutes(5),
  })
  const port = 80
  const redirect = ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true })
  loadBalancer.addListener('Http', { port, protocol: ApplicationProtocol.HTTP, open: false, defaultAction: redirect })
  // One each: a group with a function in it belongs to one load balancer.
  const targetGroup = new ApplicationTargetGroup(loadBalancer, 'Gateway', {
    targetType: TargetType.LAMBDA,
    targets: [target],
  })
  const toGateway = ListenerAction.forward([targetGroup])
  const listener = loadBalancer.addListener('Https', {
    port: 443,
    protocol: ApplicationProtocol.HTTPS,
    open: false,
    certificates: [certificate],
    sslPolicy: SslPolicy.RECOMMENDED_TLS,
    defaultAction: toGateway,
  })
  listener.addAction('Control', {
    priority: CONTROL.priority,
    conditions: [ListenerCondition.pathPatterns([CONTROL.path])],
    action: toGateway,
  })
  return { loadBalancer, listener }
}
