import assert from 'node:assert/strict'
import * as z from 'zod'
import { type ConfigInput, readConfig } from '../../infra/config.ts'
import { input } from '../../infra/pokopoko.config.ts'
import { ConfigError } from '../../src/config.ts'
import { aStack } from './a-stack.ts'
import { deployedPart, deployedText } from './deployed-value.ts'

/** Any number up to what would not be taken, however it is limited. */
function mostTaken(changes: (count: number) => Partial<ConfigInput>): number {
  let count = 1
  while (count < 200 && isTaken({ ...input, ...changes(count + 1) })) count++
  return count
}

function isTaken(config: ConfigInput): boolean {
  try {
    readConfig(config)
    return true
  } catch (error) {
    if (error instanceof ConfigError) return false
    throw error
  }
}

const v4 = (count: number) => Array.from({ length: count }, (_, index) => `203.0.${index}.0/24`)
const v6 = (count: number) => Array.from({ length: count }, (_, index) => `2001:db8:${index}::/48`)

/** All that can be counted, as often as the configuration allows it, and the longest of names. */
const largest: ConfigInput = {
  ...input,
  name: 'a'.repeat(31),
  github: { org: 'orchard', app: { id: 1_234_567, installationId: 12_345_678 }, pullRequestChannel: 'C0123456789' },
  network: { zones: 3 },
  locale: 'ja',
  phoneHome: false,
  loadBalancers: mostTaken((loadBalancers) => ({ loadBalancers })),
  visitorCidrs: [
    ...v4(mostTaken((count) => ({ visitorCidrs: v4(count) }))),
    ...v6(mostTaken((count) => ({ visitorCidrs: v6(count) }))),
  ],
  sshCidrs: [
    ...v4(mostTaken((count) => ({ sshCidrs: v4(count) }))),
    ...v6(mostTaken((count) => ({ sshCidrs: v6(count) }))),
  ],
}

const ruleSchema = z.looseObject({ CidrIp: z.unknown().optional(), CidrIpv6: z.unknown().optional() })
const groupSchema = z.object({
  SecurityGroupIngress: z.array(ruleSchema).default([]),
  SecurityGroupEgress: z.array(ruleSchema).default([]),
})
const loneRuleSchema = ruleSchema.extend({ GroupId: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) })
const functionSchema = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) })
const policySchema = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.object({ Ref: z.string() })) })
const documentSchema = z.object({ Content: z.unknown() })
const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown().optional() })),
  Outputs: z.record(z.string(), z.unknown()),
})

describe('the largest configuration', function () {
  this.timeout(60_000)
  let template: z.infer<typeof templateSchema>
  let types: Record<string, string>
  before(async () => {
    template = templateSchema.parse((await aStack(largest)).template.toJSON())
    types = Object.fromEntries(Object.entries(template.Resources).map(([id, { Type }]) => [id, Type]))
  })

  const all = <T>(type: string, schema: z.ZodType<T>) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]): [string, T][] =>
      Type === type ? [[id, schema.parse(Properties)]] : [],
    )

  it('is a template that CloudFormation takes', () => {
    // Source: AWS CloudFormation quotas: resources, outputs, template body in an S3 object.
    assert.ok(Object.keys(template.Resources).length <= 500)
    assert.ok(Object.keys(template.Outputs).length <= 200)
    assert.ok(JSON.stringify(template).length < 1_000_000)
  })

  for (const direction of ['Ingress', 'Egress'] as const) {
    it(`has no more rules than a security group holds: ${direction}`, () => {
      // Source: Amazon VPC quotas. Counted apart for IPv4 and IPv6; one that names a group counts for both.
      const lone = all(`AWS::EC2::SecurityGroup${direction}`, loneRuleSchema)
      for (const [id, group] of all('AWS::EC2::SecurityGroup', groupSchema)) {
        const own = lone.flatMap(([, rule]) => (rule.GroupId['Fn::GetAtt'][0] === id ? [rule] : []))
        const rules = [...group[`SecurityGroup${direction}`], ...own]
        assert.ok(rules.filter(({ CidrIpv6 }) => CidrIpv6 === undefined).length <= 60, `${id}, IPv4`)
        assert.ok(rules.filter(({ CidrIp }) => CidrIp === undefined).length <= 60, `${id}, IPv6`)
      }
    })
  }

  it('has an environment for each function that Lambda takes', () => {
    // Source: Lambda quotas: 4 KB, of all variables together, their names included.
    for (const [id, { Environment }] of all('AWS::Lambda::Function', functionSchema)) {
      const pairs = Object.entries(Environment.Variables).map(([key, value]) => key + deployedText(value, types))
      const bytes = pairs.reduce((sum, pair) => sum + Buffer.byteLength(pair), 0)
      assert.ok(bytes <= 4096, `${id}: ${bytes} bytes`)
    }
  })

  it('has policies for each role that IAM takes', () => {
    // Source: IAM quotas. White space does not count.
    const length = (document: unknown) => JSON.stringify(deployedPart(document, types)).replaceAll(/\s/g, '').length
    const inline = new Map<string, number>()
    for (const [, { PolicyDocument, Roles }] of all('AWS::IAM::Policy', policySchema)) {
      for (const { Ref } of Roles) inline.set(Ref, (inline.get(Ref) ?? 0) + length(PolicyDocument))
    }
    for (const [role, characters] of inline) assert.ok(characters <= 10_240, `${role}: ${characters} characters`)
    for (const [id, { PolicyDocument }] of all('AWS::IAM::ManagedPolicy', policySchema)) {
      assert.ok(length(PolicyDocument) <= 6144, `${id}: ${length(PolicyDocument)} characters`)
    }
  })

  it('has a document for jobs that Systems Manager takes', () => {
    // Source: Systems Manager quotas: 64 KB.
    for (const [, { Content }] of all('AWS::SSM::Document', documentSchema)) {
      assert.ok(Buffer.byteLength(JSON.stringify(Content)) <= 65_536)
    }
  })
})

describe('a configuration with more than that', () => {
  it('is refused before it is deployed', () => {
    const more = (cidrs: string[] = []) => [...cidrs, '192.0.2.0/24']
    assert.throws(() => readConfig({ ...largest, visitorCidrs: more(largest.visitorCidrs) }), /visitorCidrs: .* 30 /)
    assert.throws(() => readConfig({ ...largest, sshCidrs: more(largest.sshCidrs) }), /sshCidrs: .* 59 /)
  })
})
