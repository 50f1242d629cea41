import assert from 'node:assert/strict'
import type { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import type { ConfigInput } from '../config.ts'
import { readConfig } from '../config.ts'
import { environmentBytes, MAX_ENVIRONMENT_BYTES } from '../function-variables.ts'
import { input } from '../pokopoko.config.example.ts'
import { deployedName, type FunctionName, functionNames } from '../../src/aws/names.ts'
import { functionSettings } from '../../src/aws/settings.ts'
import { aStack } from './a-stack.ts'
import { deployedValues, STACK } from './deployed-values.ts'

const numbered = (count: number, of: (number: number) => string) => Array.from({ length: count }, (_, at) => of(at))

/** Everything that can be chosen, and as much of it as an agency could want. */
const largest: Partial<ConfigInput> = {
  name: STACK,
  region: 'ap-northeast-1',
  network: { zones: 3 },
  loadBalancers: 20,
  visitorCidrs: [...numbered(40, (at) => `10.0.${at}.0/24`), ...numbered(40, (at) => `2001:db8:${at}::/48`)],
  sshCidrs: [...numbered(59, (at) => `10.1.${at}.0/24`), ...numbered(59, (at) => `2001:db8:1${at}::/48`)],
  sizes: ['micro', 'small', 'medium', 'large'].map((size) => ({
    type: `t3.${size}`,
    label: 'x'.repeat(75),
    instead: [`t3a.${size}`, `t2.${size}`],
  })),
  github: {
    org: 'orchard-and-garden',
    app: { id: 12_345_678, installationId: 123_456_789 },
    apiUrl: 'https://github.orchard.dev/api/v3',
    pullRequestChannel: 'C0123456789',
  },
  timeZone: 'America/Argentina/ComodRivadavia',
  sudoTeams: ['operations', 'platform', 'security'],
  permissions: { delete: 'owner', sleep: 'channel', redeploy: 'owner' },
  admins: numbered(5, (at) => `U012345678${at}`),
  creatorGroups: numbered(3, (at) => `S012345678${at}`),
  creatorChannels: numbered(3, (at) => `C012345678${at}`),
  creatorsNeedAccess: 'Xf0123456789',
  phoneHome: false,
  monthlyBudget: 12_345.67,
  prices: {
    currency: 'USD',
    sizes: { 't3.micro': 0.0186, 't3.small': 0.0322, 't3.medium': 0.0594, 't3.large': 0.1138 },
    disk: 1.536,
    archive: 0.8,
    source: 'AWS price list, ap-northeast-1, 2026-11-30',
  },
  volumeKey: `arn:aws:kms:ap-northeast-1:123456789012:key/${'0'.repeat(36)}`,
  ssmAgent: { version: '3.3.4364.0', sha256: '0'.repeat(64) },
}

const settingsSchema = z.record(z.string(), z.unknown())
const functionSchema = z.object({
  Properties: z.object({
    FunctionName: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  }),
})
const policySchema = z.object({ Properties: z.object({ PolicyDocument: z.unknown() }) })
const ruleSchema = z.looseObject({ CidrIp: z.unknown().optional(), CidrIpv6: z.unknown().optional() })
const groupSchema = z.object({
  Properties: z.object({
    SecurityGroupIngress: z.array(ruleSchema).default([]),
    SecurityGroupEgress: z.array(ruleSchema).default([]),
  }),
})
const loneRuleSchema = z.object({
  Properties: ruleSchema.extend({ GroupId: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) }),
})

describe('the largest configuration', function () {
  this.timeout(600_000)
  let template: Template
  let chosen: Map<FunctionName, Record<string, unknown>>
  before(async () => {
    ;({ template, chosen } = await aStack(largest))
  })

  const environmentOf = (name: string): Record<string, string> => {
    const { textOf } = deployedValues(template)
    const all = Object.values(template.findResources('AWS::Lambda::Function')).flatMap((it) => {
      const { success, data } = functionSchema.safeParse(it)
      return success && data.Properties.FunctionName === name ? [data.Properties.Environment.Variables] : []
    })
    const [variables = assert.fail(`no function ${name}`)] = all
    return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, textOf(value)]))
  }

  it('fits into the environment of each function', () => {
    for (const name of functionNames) {
      const bytes = environmentBytes(environmentOf(deployedName(STACK, name)))

      assert.ok(bytes <= MAX_ENVIRONMENT_BYTES, `${name}: ${bytes}`)
    }
  })

  it('tells the functions of all load balancers', () => {
    const { SETTINGS = '' } = environmentOf(deployedName(STACK, 'reconcile'))
    const made = settingsSchema.parse(JSON.parse(SETTINGS))
    const { listeners, ...settings } = functionSettings.reconcile().parse({
      ...chosen.get('reconcile'),
      ...made,
    })
    assert.equal(listeners.length, 20)
    assert.equal(new Set(listeners.map(({ listenerArn }) => listenerArn)).size, 20)
    for (const [index, { listenerArn, dnsName, hostedZoneId }] of listeners.entries()) {
      const balancer = `pokopo-Balan-${String(index + 1).padStart(19, 'B')}`
      assert.ok(
        listenerArn.startsWith(`arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener/app/${balancer}/`),
      )
      assert.equal(dnsName, `${balancer}-1234567890.ap-northeast-1.elb.amazonaws.com`)
      assert.equal(hostedZoneId, 'Z14GRHDCWA56QT')
    }
    assert.deepEqual([settings.launchTemplateVersion, settings.diskGib], ['12', 16])
  })

  it('is a template that CloudFormation takes', () => {
    // Source: AWS CloudFormation quotas: resources, outputs, template body in an S3 object.
    const body = template.toJSON()
    assert.ok(Object.keys(template.findResources('*')).length <= 500)
    assert.ok(Object.keys(template.findOutputs('*')).length <= 200)
    assert.ok(JSON.stringify(body).length < 1_000_000)
  })

  for (const direction of ['Ingress', 'Egress'] as const) {
    it(`keeps to the 60 rules of a security group: ${direction}`, () => {
      // Source: Amazon VPC quotas. Counted apart for IPv4 and IPv6; one that names a group counts for both.
      const lone = Object.values(template.findResources(`AWS::EC2::SecurityGroup${direction}`)).map(
        (rule) => loneRuleSchema.parse(rule).Properties,
      )
      for (const [id, group] of Object.entries(template.findResources('AWS::EC2::SecurityGroup'))) {
        const own = lone.filter((rule) => rule.GroupId['Fn::GetAtt'][0] === id)
        const rules = [...groupSchema.parse(group).Properties[`SecurityGroup${direction}`], ...own]
        assert.ok(rules.filter(({ CidrIpv6 }) => CidrIpv6 === undefined).length <= 60, `${id}, IPv4`)
        assert.ok(rules.filter(({ CidrIp }) => CidrIp === undefined).length <= 60, `${id}, IPv6`)
      }
    })
  }

  it('has a document for jobs that Systems Manager takes', () => {
    // Source: Systems Manager quotas: 64 KB.
    for (const document of Object.values(template.findResources('AWS::SSM::Document')))
      assert.ok(Buffer.byteLength(JSON.stringify(document)) <= 65_536)
  })

  it('leaves all but one of the 100 rules of a load balancer to sites, and no rule has more than five values', () => {
    const rules = Object.values(template.findResources('AWS::ElasticLoadBalancingV2::ListenerRule'))
    assert.equal(rules.length, 20)
    for (const rule of rules) {
      const values = [...JSON.stringify(rule).matchAll(/"Values":\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
        list.split(','),
      )
      assert.ok(values.length <= 5)
    }
  })

  it('keeps to the 10,240 characters that policies of a role may have, and 6,144 in each managed one', () => {
    const { valueOf } = deployedValues(template)
    const size = (policy: unknown) => {
      const { PolicyDocument } = policySchema.parse(policy).Properties
      return JSON.stringify(PolicyDocument, (_, value: unknown) => valueOf(value)).length
    }
    const own = template.findResources('AWS::IAM::Policy')
    const managed = template.findResources('AWS::IAM::ManagedPolicy')
    assert.ok(Object.keys(own).length >= functionNames.length)
    for (const [id, policy] of Object.entries(own)) assert.ok(size(policy) <= 10_240, `${id}: ${size(policy)}`)
    for (const [id, policy] of Object.entries(managed)) assert.ok(size(policy) <= 6144, `${id}: ${size(policy)}`)
  })
})

describe('a configuration that is too large', () => {
  it('for the environment of a function is refused before anything is deployed, with what makes it so', () => {
    const admins = numbered(300, (at) => `U${String(at).padStart(10, '0')}`)
    const problem = /admins: must be shorter than its \d+ bytes: the environment of slack would take \d+ of 4096/
    assert.throws(() => readConfig({ ...input, ...largest, admins }), problem)
  })

  it('for a security group is refused', () => {
    const sshCidrs = numbered(60, (at) => `10.1.${at}.0/24`)
    assert.throws(() => readConfig({ ...input, sshCidrs }), /sshCidrs: can hold 59 IPv4 and 59 IPv6 ranges/)
  })
})
