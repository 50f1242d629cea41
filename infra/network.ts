import { Fn } from 'aws-cdk-lib'
import { type ISubnet, type IVpc, IpProtocol, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Config } from './config.ts'

export interface Network {
  vpc: IVpc
  subnets: ISubnet[]
  ipv6: boolean
}

/**
 * Public subnets only: machines have public addresses, so that no NAT gateway is needed, which would cost more than
 * ten machines do. What may reach them, security groups say.
 */
export function createNetwork(scope: Construct, { network }: Config): Network {
  if ('vpcId' in network) return existing(scope, network)
  const vpc = new Vpc(scope, 'Network', {
    // By number: without an account the CDK assumes two zones, and with one it looks up their names.
    availabilityZones: Array.from({ length: network.zones }, (_, index) => Fn.select(index, Fn.getAzs())),
    natGateways: 0,
    ipProtocol: IpProtocol.DUAL_STACK,
    subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 20, mapPublicIpOnLaunch: true }],
  })
  if (!isVpc(vpc)) throw new Error('The network was not made')
  return { vpc, subnets: vpc.publicSubnets, ipv6: true }
}

/** By its ids alone: looking it up would need an account at each synthesis. */
function existing(scope: Construct, { vpcId, subnets, ipv6 }: Extract<Config['network'], { vpcId: string }>): Network {
  const vpc = Vpc.fromVpcAttributes(scope, 'Network', {
    vpcId,
    availabilityZones: subnets.map(({ zone }) => zone),
    publicSubnetIds: subnets.map(({ subnetId }) => subnetId),
  })
  return { vpc, subnets: vpc.publicSubnets, ipv6 }
}

/** The class says of an optional property that it may be undefined, which the interface does not. */
function isVpc(vpc: object): vpc is IVpc {
  return vpc instanceof Vpc
}
