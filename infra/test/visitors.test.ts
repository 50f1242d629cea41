import assert from 'node:assert/strict'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { HOOK_PATH, phoneHomePath, reportPath } from '../../src/site/paths.ts'
import * as z from 'zod'
import { aStack } from './a-stack.ts'
import { whoGetsIn } from './who-gets-in.ts'

const OFFICE = ['198.51.100.0/24', '2001:db8:1::/48']
const [INSIDE, INSIDE_6] = ['198.51.100.7', '2001:db8:1::7']
/** A machine's, or GitHub's. */
const [OUTSIDE, OUTSIDE_6] = ['203.0.113.9', '2001:db8:2::9']
/** What GitHub and machines call. */
const OPEN = [HOOK_PATH, phoneHomePath('plum'), reportPath('plum-2')]
const CLOSED = [
  '/',
  '/index.html',
  '/_pokopoko/wake',
  '/_pokopoko/health',
  '/_pokopoko/hook/',
  '/_pokopoko/hook/../../index.html',
  '/_pokopoko/hook%2f..%2f..%2findex.html',
  '/_pokopoko/control/../../index.html',
  '/_pokopoko/control/report/../../../',
  '/_pokopoko/control/report/%2e%2e',
  '/x/_pokopoko/hook',
]

const aclSchema = z.object({
  Properties: z.object({
    Rules: z.array(z.object({ Name: z.string(), Priority: z.number(), Statement: z.unknown(), Action: z.unknown() })),
  }),
})
const functionSchema = z.object({
  Properties: z.object({ FunctionName: z.unknown(), ReservedConcurrentExecutions: z.number().optional() }),
})

describe('visitors from some addresses alone', () => {
  let template: Template
  before(async () => {
    template = (await aStack({ visitorCidrs: OFFICE, loadBalancers: 2 })).template
  })

  it('reach every path of a site, and nobody else does', () => {
    const getsIn = whoGetsIn(template)
    for (const path of [...OPEN, ...CLOSED]) assert.ok(getsIn(INSIDE, path) && getsIn(INSIDE_6, path), path)
    for (const path of CLOSED) assert.ok(!getsIn(OUTSIDE, path) && !getsIn(OUTSIDE_6, path), path)
  })

  it('leave the ways in for what GitHub and machines tell open to all', () => {
    const getsIn = whoGetsIn(template)
    for (const path of OPEN) assert.ok(getsIn(OUTSIDE, path) && getsIn(OUTSIDE_6, path), path)
  })

  it('hold for every load balancer', () => {
    const acl = { 'Fn::GetAtt': [Match.stringLikeRegexp('^VisitorsAcl'), 'Arn'] }
    for (const number of [1, 2]) {
      template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
        ResourceArn: { Ref: Match.stringLikeRegexp(`^Balancer${number}`) },
        WebACLArn: acl,
      })
    }
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 2)
  })

  it('may be all of one kind of address', async () => {
    const getsIn = whoGetsIn((await aStack({ visitorCidrs: ['0.0.0.0/0'] })).template)
    assert.deepEqual([getsIn(OUTSIDE, '/'), getsIn('198.51.100.1', '/'), getsIn(OUTSIDE_6, '/')], [true, true, false])
    assert.ok(getsIn(OUTSIDE_6, HOOK_PATH))
  })
})

describe('visitors from anywhere', () => {
  it('need no web ACL, which costs', async () => {
    const { template } = await aStack()
    for (const type of ['WebACL', 'IPSet', 'WebACLAssociation']) template.resourceCountIs(`AWS::WAFv2::${type}`, 0)
    const getsIn = whoGetsIn(template)
    assert.ok([...OPEN, ...CLOSED].every((path) => getsIn(OUTSIDE, path) && getsIn(OUTSIDE_6, path)))
  })
})

describe('visitors who ask too often', () => {
  it('get a 429, wherever they come from', async () => {
    for (const visitorCidrs of [OFFICE, undefined]) {
      const { template } = await aStack({ visitorRate: 5000, ...(visitorCidrs && { visitorCidrs }) })
      const rules = template.findResources('AWS::WAFv2::WebACL')
      const [acl] = Object.values(rules).map((found: unknown) => aclSchema.parse(found).Properties.Rules)
      assert.deepEqual(
        acl?.map(({ Name, Priority }) => [Name, Priority]),
        visitorCidrs
          ? [
              ['strangers', 0],
              ['floods', 1],
            ]
          : [['floods', 0]],
      )
      assert.deepEqual(acl.at(-1)?.Statement, {
        RateBasedStatement: { AggregateKeyType: 'IP', Limit: 5000, EvaluationWindowSec: 300 },
      })
      assert.deepEqual(acl.at(-1)?.Action, { Block: { CustomResponse: { ResponseCode: 429 } } })
    }
  })
})

describe('a flood at the public addresses', () => {
  it('keeps no site waiting, where concurrency is reserved', async () => {
    const reservedIn = ({ template }: Awaited<ReturnType<typeof aStack>>) =>
      Object.values(template.findResources('AWS::Lambda::Function'))
        .map((found: unknown) => functionSchema.parse(found).Properties)
        .filter(({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions !== undefined)
        .map(({ FunctionName, ReservedConcurrentExecutions }) => [FunctionName, ReservedConcurrentExecutions])
    assert.deepEqual(reservedIn(await aStack({ reconcileConcurrency: 10 })), [['pokopoko-reconcile', 10]])
    for (const [reconcileConcurrency, batches] of [
      [2, 1],
      [10, 4],
      [20, 8],
      [1000, 10],
    ] as const) {
      const { template } = await aStack({ reconcileConcurrency })
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ParallelizationFactor: batches })
    }
    assert.deepEqual(reservedIn(await aStack()), [])
  })
})
