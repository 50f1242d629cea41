import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets'
import type { Construct } from 'constructs'
import type { Config } from './config.ts'

export interface Domain {
  zone: IHostedZone
  certificate: ICertificate
}

export function createDomain(scope: Construct, { domain, zone: { id, name } }: Config): Domain {
  const zone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: id, zoneName: name })
  const certificate = new Certificate(scope, 'Certificate', {
    domainName: `*.${domain}`,
    validation: CertificateValidation.fromDns(zone),
  })
  return { zone, certificate }
}

/** All sites lead to the first load balancer, unless they have records of their own. */
export function pointWildcard(
  scope: Construct,
  {
    zone,
    domain,
    loadBalancer,
    ipv6,
  }: { zone: IHostedZone; domain: string; loadBalancer: ApplicationLoadBalancer; ipv6: boolean },
): void {
  const props = {
    zone,
    recordName: `*.${domain}`,
    target: RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer)),
  }
  new ARecord(scope, 'Wildcard', props)
  if (ipv6) new AaaaRecord(scope, 'Wildcard6', props)
}
