import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Config } from './config.ts'

const HTTP = Port.tcp(80)
const HTTPS = Port.tcp(443)
const SSH = Port.tcp(22)

export interface SecurityGroups {
  balancer: SecurityGroup
  machine: SecurityGroup
}

/** Visitors reach the load balancers, which reach the machines; people reach machines by SSH from `sshCidrs`. */
export function createSecurityGroups(scope: Construct, vpc: IVpc, config: Config): SecurityGroups {
  const balancer = new SecurityGroup(scope, 'BalancerGroup', {
    vpc,
    description: 'Load balancers of test sites',
    allowAllOutbound: false,
  })
  const machine = new SecurityGroup(scope, 'MachineGroup', {
    vpc,
    description: 'Machines of test sites',
    // Packages, repositories, and the agent that runs jobs: all of them outgoing. The first is IPv4 alone; a machine that has an IPv6
    // address tries that first.
    allowAllOutbound: true,
    allowAllIpv6Outbound: true,
  })
  // GitHub and machines call from anywhere; visitors are restricted by path (visitors.ts).
  for (const anyone of [Peer.anyIpv4(), Peer.anyIpv6()]) {
    balancer.addIngressRule(anyone, HTTPS, 'Visitors')
    balancer.addIngressRule(anyone, HTTP, 'Visitors, who are sent to HTTPS')
  }
  balancer.addEgressRule(machine, HTTP, 'Sites and their health')
  machine.addIngressRule(balancer, HTTP, 'Load balancers')
  for (const cidr of config.sshCidrs) machine.addIngressRule(peer(cidr), SSH, 'People')
  return { balancer, machine }
}

function peer(cidr: string) {
  return cidr.includes(':') ? Peer.ipv6(cidr) : Peer.ipv4(cidr)
}
