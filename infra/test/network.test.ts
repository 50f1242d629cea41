import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { aStack } from './a-stack.ts'

const ingress = z.looseObject({
  IpProtocol: z.string(),
  FromPort: z.number(),
  ToPort: z.number(),
  CidrIp: z.string().optional(),
  CidrIpv6: z.string().optional(),
})
const groupSchema = z.object({ Properties: z.object({ SecurityGroupIngress: z.array(ingress).default([]) }) })
const balancerSchema = z.object({
  Properties: z.object({ LoadBalancerAttributes: z.array(z.object({ Key: z.string(), Value: z.string() })) }),
})
const idleSeconds = (attributes: { Key: string; Value: string }[]) =>
  Number(attributes.find(({ Key }) => Key === 'idle_timeout.timeout_seconds')?.Value)
const listenerSchema = z.object({ Properties: z.object({ Port: z.number() }) })

describe('the network', () => {
  let template: Template
  before(async () => {
    template = (await aStack()).template
  })

  /** What may come in: `port from`. */
  const entrances = (of: Template, description: string) => {
    const [group] = Object.values(
      of.findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: description } }),
    )
    return groupSchema
      .parse(group)
      .Properties.SecurityGroupIngress.map((rule) => {
        assert.deepEqual([rule.IpProtocol, rule.FromPort], ['tcp', rule.ToPort])
        return `${rule.FromPort} ${rule.CidrIp ?? rule.CidrIpv6}`
      })
      .toSorted()
  }

  it('sends visitors to HTTPS', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    })
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: Match.stringLikeRegexp('TLS13'),
      Certificates: [{ CertificateArn: { Ref: Match.stringLikeRegexp('^Certificate') } }],
    })
  })

  it("leads what machines tell, and clients' links, to the gateway, before all rules of sites", () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 1,
      Conditions: [
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/_pokopoko/control/*', '/_pokopoko/share/*'] } },
      ],
      Actions: [{ Type: 'forward', TargetGroupArn: { Ref: Match.stringLikeRegexp('Gateway') } }],
    })
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::ListenerRule', 1)
  })

  it('lets anybody visit, and the load balancers alone reach machines', () => {
    assert.deepEqual(entrances(template, 'Load balancers of test sites'), [
      '443 0.0.0.0/0',
      '443 ::/0',
      '80 0.0.0.0/0',
      '80 ::/0',
    ])
    assert.deepEqual(entrances(template, 'Machines of test sites'), [])
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1)
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: groupOf('MachineGroup'),
      SourceSecurityGroupId: groupOf('BalancerGroup'),
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
    })
  })

  it('lets people log in from where the configuration says and from nowhere else', async () => {
    const { template } = await aStack({ sshCidrs: ['203.0.113.0/24', '2001:db8::/32'] })
    assert.deepEqual(entrances(template, 'Machines of test sites'), ['22 2001:db8::/32', '22 203.0.113.0/24'])
  })

  it('lets machines out by IPv4 and IPv6, since they have both, and load balancers to machines alone', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Machines of test sites',
      SecurityGroupEgress: [
        Match.objectLike({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }),
        Match.objectLike({ CidrIpv6: '::/0', IpProtocol: '-1' }),
      ],
    })
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1)
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      GroupId: groupOf('BalancerGroup'),
      DestinationSecurityGroupId: groupOf('MachineGroup'),
      FromPort: 80,
      ToPort: 80,
    })
  })

  it('keeps silent connections for as long as a load balancer can, and machines keep them longer', () => {
    const balancers = Object.values(template.findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'))
    const [idle] = balancers.map((it) => balancerSchema.parse(it).Properties.LoadBalancerAttributes).map(idleSeconds)
    assert.equal(idle, 4000)
    for (const [file, directive] of [
      ['site.conf', 'keepalive_timeout'],
      ['proxy.conf', 'proxy_read_timeout'],
      ['proxy.conf', 'proxy_send_timeout'],
    ] as const) {
      const conf = readFileSync(new URL(`../../instance/nginx/${file}`, import.meta.url), 'utf8')
      const [, seconds] = new RegExp(`^ *${directive} (\\d+)s;$`, 'm').exec(conf) ?? []
      assert.ok(Number(seconds) > idle, `${directive} ${seconds}`)
    }
  })

  it('lets names of headers with underscores pass, and requests by HTTP/2', () => {
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([
        { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'false' },
      ]),
    })
    const balancers = template.findResources('AWS::ElasticLoadBalancingV2::LoadBalancer')
    assert.doesNotMatch(JSON.stringify(balancers), /http2\.enabled","Value":"false/, 'which is on by default')
  })

  it('gives the gateway all values of a name in the query', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'lambda',
      TargetGroupAttributes: Match.arrayWith([{ Key: 'lambda.multi_value_headers.enabled', Value: 'true' }]),
    })
  })

  it('gives machines public addresses, and has no NAT gateway', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 0)
    template.resourceCountIs('AWS::EC2::Subnet', 2)
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: true })
  })

  it('has a subnet in each zone that is asked for, with and without an account, and looks up none', async () => {
    const zone = (index: number) => ({ AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] } })
    for (const account of [{}, { account: '123456789012' }]) {
      const { template } = await aStack({ ...account, network: { zones: 3 } })
      for (const index of [0, 1, 2]) template.resourcePropertiesCountIs('AWS::EC2::Subnet', zone(index), 1)
      template.resourceCountIs('AWS::EC2::Subnet', 3)
    }
  })
})

describe('a network that is there already', () => {
  const subnets = [
    { subnetId: 'subnet-0a1b2c3d4e5f6071a', zone: 'eu-central-1a' },
    { subnetId: 'subnet-0a1b2c3d4e5f6071b', zone: 'eu-central-1b' },
  ]

  it('is used as it is', async () => {
    const { template } = await aStack({ network: { vpcId: 'vpc-0a1b2c3d4e5f60718', subnets } })
    for (const type of ['VPC', 'Subnet', 'InternetGateway']) template.resourceCountIs(`AWS::EC2::${type}`, 0)
    template.allResourcesProperties('AWS::EC2::SecurityGroup', { VpcId: 'vpc-0a1b2c3d4e5f60718' })
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Subnets: ['subnet-0a1b2c3d4e5f6071a', 'subnet-0a1b2c3d4e5f6071b'],
      IpAddressType: 'ipv4',
    })
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          SETTINGS: {
            'Fn::Join': [
              '',
              Match.arrayWith([
                Match.stringLikeRegexp(
                  '"subnetIds":\\["subnet-0a1b2c3d4e5f6071a","subnet-0a1b2c3d4e5f6071b"\\],"vpcId":"vpc-0a1b2c3d4e5f60718"',
                ),
              ]),
            ],
          },
        },
      },
    })
    template.resourcePropertiesCountIs('AWS::Route53::RecordSet', { Type: 'AAAA' }, 0)
  })
})

describe('several load balancers', () => {
  it('are alike; the wildcard leads to the first, and the functions know all', async () => {
    const { template } = await aStack({ loadBalancers: 3 })
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 3)
    const listeners = Object.values(template.findResources('AWS::ElasticLoadBalancingV2::Listener'))
    const ports = listeners.map((listener) => listenerSchema.parse(listener).Properties.Port)
    assert.deepEqual(
      ports.toSorted((a, b) => a - b),
      [80, 80, 80, 443, 443, 443],
    )
    template.resourcePropertiesCountIs('AWS::ElasticLoadBalancingV2::ListenerRule', { Priority: 1 }, 3)
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: '*.test.example.com.',
      Type: 'A',
      AliasTarget: Match.objectLike({
        HostedZoneId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Balancer1'), Match.anyValue()] },
      }),
    })
    for (const name of ['Reconcile', 'Sweep']) {
      const [lambda] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
        id.startsWith(name),
      )
      const text = JSON.stringify(lambda)
      const known = [1, 2, 3].filter((number) => text.includes(`{"Ref":"Balancer${number}Https`))
      assert.deepEqual(known, [1, 2, 3], name)
    }
  })
})

const groupOf = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'GroupId'] })
