import assert from 'node:assert/strict'
import { functionNames } from '../../../src/aws/names.ts'
import { aDeployment, sessionOf, titleOf } from './deployment.ts'
import { withoutConditions } from './guards.ts'
import { type Asked, type IamRequest, judge } from './judge.ts'
import { arnOf, place } from './physical-ids.ts'
import { functionPolicy, type GrantingStatement, resourcePolicy } from './policies.ts'
import { object } from './requests/others.ts'
import { roleOfFunction } from './verdicts.ts'

const deployment = await aDeployment()
const { stack, bucketArn } = deployment
const other = '999999999999'
const functionArn = (name: (typeof functionNames)[number]) => stack.get('AWS::Lambda::Function', titleOf(name), 'Arn')
const ruleArn = (id: string) => stack.get('AWS::Events::Rule', id, 'Arn')
const queueArn = (id: string) => stack.get('AWS::SQS::Queue', id, 'Arn')

interface Request extends IamRequest {
  by: string
}

/** Of a resource with a policy: who has to get through, and who must not. */
interface Resource {
  policy: GrantingStatement[]
  allowed: Record<string, Request>
  hostile: Record<string, Request>
}

const invoke = (name: (typeof functionNames)[number], by: string, facts: Request['facts'] = {}): Request => ({
  by,
  action: 'lambda:InvokeFunction',
  resource: functionArn(name),
  facts,
})
const throughUrl = (name: (typeof functionNames)[number], by: string): Request => ({
  by,
  action: 'lambda:InvokeFunctionUrl',
  resource: functionArn(name),
  facts: { 'lambda:FunctionUrlAuthType': 'NONE' },
})
const from = (arn: string, account: string = place.account) => ({ 'aws:SourceArn': arn, 'aws:SourceAccount': account })
const VIA_URL = { 'lambda:InvokedViaFunctionUrl': 'true' }
const EVENTS = 'events.amazonaws.com'
const BALANCING = 'elasticloadbalancing.amazonaws.com'
const [targetGroup = ''] = stack.all('AWS::ElasticLoadBalancingV2::TargetGroup', 'Balancer1Gateway')
const theirRule = arnOf('events', 'rule/payroll')

const functions: Record<string, Resource> = {
  'the slack function': {
    policy: functionPolicy(stack, functionArn('slack')),
    // Since October 2025 it takes both. Source: AWS Lambda, "Control access to Lambda function URLs".
    allowed: {
      'Slack and GitHub, by its address': throughUrl('slack', 'anybody'),
      'Slack and GitHub, invoked by its address': invoke('slack', 'anybody', VIA_URL),
    },
    hostile: {
      'anybody who invokes it past its address': invoke('slack', 'anybody', {
        'lambda:InvokedViaFunctionUrl': 'false',
      }),
      'anybody by an address that asks for signatures of AWS': {
        ...throughUrl('slack', 'anybody'),
        facts: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' },
      },
      'a stranger’s rule': invoke('slack', EVENTS, from(theirRule)),
    },
  },
  'the reconcile function': {
    policy: functionPolicy(stack, functionArn('reconcile')),
    allowed: Object.fromEntries(
      ['MachineState', 'CommandState', 'ImageState'].map((id) => [
        id,
        invoke('reconcile', EVENTS, from(ruleArn(`Reconcile${id}`))),
      ]),
    ),
    hostile: {
      'a stranger’s rule': invoke('reconcile', EVENTS, from(theirRule)),
      'a rule of another account': invoke(
        'reconcile',
        EVENTS,
        from(arnOf('events', 'rule/x', `${place.region}:${other}`), other),
      ),
      anybody: invoke('reconcile', 'anybody'),
      'anybody by an address': throughUrl('reconcile', 'anybody'),
    },
  },
  'the sweep function': {
    policy: functionPolicy(stack, functionArn('sweep')),
    allowed: { 'the hourly rule': invoke('sweep', EVENTS, from(ruleArn('SweepHourly'))) },
    hostile: {
      'a rule of reconcile': invoke('sweep', EVENTS, from(ruleArn('ReconcileMachineState'))),
      'anybody by an address': throughUrl('sweep', 'anybody'),
    },
  },
  'the bake function': {
    policy: functionPolicy(stack, functionArn('bake')),
    allowed: { 'the monthly rule': invoke('bake', EVENTS, from(ruleArn('BakeMonthly'))) },
    hostile: {
      'a rule of reconcile': invoke('bake', EVENTS, from(ruleArn('ReconcileMachineState'))),
      'anybody by an address': throughUrl('bake', 'anybody'),
    },
  },
  'the gateway function': {
    policy: functionPolicy(stack, functionArn('gateway')),
    allowed: { 'our load balancers': invoke('gateway', BALANCING, from(targetGroup)) },
    hostile: {
      'a load balancer of another account': invoke(
        'gateway',
        BALANCING,
        from(arnOf('elasticloadbalancing', 'targetgroup/evil/0123456789abcdef', `${place.region}:${other}`), other),
      ),
      'a load balancer that does not say whose it is': invoke('gateway', BALANCING),
      'anybody by an address': throughUrl('gateway', 'anybody'),
    },
  },
}

const send = (queue: string, by: string, facts: Request['facts']): Request => ({
  by,
  action: 'sqs:SendMessage',
  resource: queueArn(queue),
  facts,
})
const publish = (by: string, facts: Request['facts']): Request => ({
  by,
  action: 'sns:Publish',
  resource: stack.get('AWS::SNS::Topic'),
  facts,
})
const CLOUDWATCH = 'cloudwatch.amazonaws.com'
const anAlarm = (account: string) => from(arnOf('cloudwatch', 'alarm:errors', `${place.region}:${account}`), account)
const rules = ['ReconcileMachineState', 'ReconcileCommandState', 'ReconcileImageState', 'SweepHourly']

const others: Record<string, Resource> = {
  'the queue of lost events': {
    policy: resourcePolicy(stack, 'AWS::SQS::QueuePolicy', 'EventFailures'),
    allowed: Object.fromEntries(rules.map((id) => [id, send('EventFailures', EVENTS, from(ruleArn(id)))])),
    hostile: {
      'a stranger’s rule': send('EventFailures', EVENTS, from(theirRule)),
      anybody: send('EventFailures', 'anybody', {}),
    },
  },
  'the topic of alarms': {
    policy: resourcePolicy(stack, 'AWS::SNS::TopicPolicy', 'Alarms'),
    allowed: { 'an alarm of ours': publish(CLOUDWATCH, anAlarm(place.account)) },
    hostile: {
      'an alarm of another account': publish(CLOUDWATCH, anAlarm(other)),
      anybody: publish('anybody', {}),
    },
  },
}

const answer = (policy: GrantingStatement[], { by, ...request }: Request, statements: Asked['statements'] = []) =>
  judge({ by, statements, resourcePolicy: policy }, request)

describe('by its own policy', () => {
  for (const [name, { policy, allowed, hostile }] of Object.entries({ ...functions, ...others })) {
    for (const [who, request] of Object.entries(allowed)) {
      it(`${name} lets in ${who}`, async () => assert.equal(await answer(policy, request), 'Allowed'))
    }
    for (const [who, request] of Object.entries(hostile)) {
      it(`${name} shuts out ${who}`, async () => assert.equal(await answer(policy, request), 'ImplicitlyDenied'))
    }
    for (const { guard, statement } of policy.filter(({ Effect }) => Effect === 'Allow').flatMap(withoutConditions)) {
      it(`${name} shuts somebody out by ${guard}`, async () => {
        const answers = await Promise.all(Object.values(hostile).map((request) => answer([statement], request)))
        assert.ok(answers.includes('Allowed'))
      })
    }
  }

  it('no bucket, queue or topic of ours takes or gives anything over plain HTTP, not even for a function', async () => {
    const reconcile = roleOfFunction(deployment, 'reconcile')
    const by = sessionOf(reconcile, 'pokopoko-reconcile')
    const plain = { 'aws:SecureTransport': 'false' }
    const bucketPolicy = resourcePolicy(stack, 'AWS::S3::BucketPolicy', 'InputBucket')
    const requests: [GrantingStatement[], Request][] = [
      [bucketPolicy, { by, ...object('GetObject', bucketArn, 'documents/1.json', plain) }],
      [bucketPolicy, { by, ...object('PutObject', bucketArn, 'documents/1.json', plain) }],
      ...['StreamFailures', 'EventFailures', 'ScheduleFailures'].map((queue): [GrantingStatement[], Request] => [
        resourcePolicy(stack, 'AWS::SQS::QueuePolicy', queue),
        send(queue, by, plain),
      ]),
      [others['the topic of alarms']?.policy ?? [], publish(CLOUDWATCH, { ...anAlarm(place.account), ...plain })],
    ]
    for (const [policy, request] of requests) {
      const statements = request.by === by ? reconcile.statements : []
      assert.equal(await answer(policy, request, statements), 'ExplicitlyDenied', request.resource)
      const secure = { ...request, facts: { ...request.facts, 'aws:SecureTransport': 'true' } }
      assert.notEqual(await answer(policy, secure, statements), 'ExplicitlyDenied', request.resource)
    }
  })

  it('nothing else has one, and no other function is open to anybody', () => {
    const withPolicy = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'].flatMap((type) =>
      stack.resources(type).map(([id]) => id.replace(/Policy[0-9A-F]+$/, '')),
    )
    assert.deepEqual(withPolicy.toSorted(), [
      'Alarms',
      'EventFailures',
      'InputBucket',
      'ScheduleFailures',
      'StreamFailures',
    ])
    const open = functionNames.filter((name) =>
      functionPolicy(stack, functionArn(name)).some(({ Principal }) => Principal === '*'),
    )
    assert.deepEqual(open, ['slack'])
  })
})
