import { Aws, Duration, Fn, Arn, Stack } from 'aws-cdk-lib'
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
import { type Function as LambdaFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { CONTROL_PATH, SHARE_PATH } from '../src/site/paths.ts'
import type { MadeSettings } from '../src/aws/settings.ts'
import type { Network } from './network.ts'

/** Calls of machines to us, and clients' links, on every site's host: before all rules of sites (src/aws/alb/rules.ts). */
const CONTROL = { priority: 1, paths: [CONTROL_PATH, SHARE_PATH].map((path) => `${path}*`) }

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

export function createBalancers(scope: Construct, count: number, { gateway, ...deps }: Deps): Balancer[] {
  const target = createGatewayTarget(scope, gateway)
  return Array.from({ length: count }, (_, index) => createBalancer(scope, `Balancer${index + 1}`, { ...deps, target }))
}

type BalancerDeps = Omit<Deps, 'gateway'> & { target: IApplicationLoadBalancerTarget }

function createBalancer(scope: Construct, id: string, { network, group, certificate, target }: BalancerDeps): Balancer {
  const loadBalancer = new ApplicationLoadBalancer(scope, id, {
    vpc: network.vpc,
    vpcSubnets: { subnets: network.subnets },
    internetFacing: true,
    securityGroup: group,
    ipAddressType: network.ipv6 ? IpAddressType.DUAL_STACK : IpAddressType.IPV4,
    // Programs get names with underscores, as on other hosts; to a load balancer these are invalid. Names that are, nginx drops.
    dropInvalidHeaderFields: false,
    // WebSockets without traffic are kept so long: the most that there is. Machines keep connections longer (instance/nginx/), else one that
    // a machine just closes would be used again, and its visitor get a 502. Source: Elastic Load Balancing, "Connection idle timeout".
    idleTimeout: Duration.seconds(4000),
  })
  const port = 80
  const redirect = ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true })
  loadBalancer.addListener('Http', { port, protocol: ApplicationProtocol.HTTP, open: false, defaultAction: redirect })
  // One each: a group with a function in it belongs to one load balancer.
  const targetGroup = new ApplicationTargetGroup(loadBalancer, 'Gateway', {
    targetType: TargetType.LAMBDA,
    // Else it would get one value of a name only, and waking lead back to another address.
    multiValueHeadersEnabled: true,
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
    conditions: [ListenerCondition.pathPatterns(CONTROL.paths)],
    action: toGateway,
  })
  return { loadBalancer, listener }
}

/** As functions read it: src/aws/settings.ts. */
export function listenersOf(balancers: Balancer[]): MadeSettings['listeners'] {
  const [first] = balancers
  if (first === undefined) throw new Error('There is no load balancer')
  const kind = ':listener/app/'
  const parts = ({ listener, loadBalancer }: Balancer) => {
    const [arn, dnsName] = [listener.listenerArn, loadBalancer.loadBalancerDnsName]
    return {
      arn: Fn.split(kind, arn, 2),
      label: Fn.select(0, Fn.split('.', dnsName)),
      domain: Fn.split('.elb.', dnsName, 2),
    }
  }
  const { arn, domain } = parts(first)
  return {
    arnPrefix: `${Fn.select(0, arn)}${kind}`,
    dnsSuffix: `.${Aws.REGION}.elb.${Fn.select(1, domain)}`,
    hostedZoneId: first.loadBalancer.loadBalancerCanonicalHostedZoneId,
    each: balancers.map(parts).map(({ arn, label }) => ({ arn: Fn.select(1, arn), dns: label })),
  }
}

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
