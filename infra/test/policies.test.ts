import assert from 'node:assert/strict'
import { policies } from '../policies.ts'
import type { Names } from '../policies/grants.ts'
import { functionNames } from '../../src/aws/names.ts'
import { usedActions } from './used-actions.ts'

const names: Names = {
  arn: (service, resource) => `arn:aws-cn:${service}:here:1:${resource}`,
  sharedArn: (service, resource) => `arn:aws-cn:${service}:here::${resource}`,
  stack: 'pokopoko',
  tableArn: 'TABLE',
  bucketArn: 'BUCKET',
  documentName: 'DOCUMENT',
  domain: 'test.example.com',
  hostedZoneArn: 'ZONE',
  launchTemplateArn: 'TEMPLATE',
  machineRoleArn: 'MACHINE-ROLE',
  machineGroupArn: 'GROUP',
  subnetIds: ['subnet-1'],
  listenerArns: ['LISTENER'],
  scheduleGroup: 'GROUP',
  scheduleRoleArn: 'SCHEDULE-ROLE',
  secretsPath: '/pokopoko',
  hasApp: true,
}

/** Calls that make, change or remove something which comes at run time, so that its ARN cannot be named. */
const BY_TAG =
  /^(ec2|elasticloadbalancing):(Create|Delete|Deregister|Modify|Register|Run|Start|Stop|Terminate|Cancel|Add)|^ssm:SendCommand/

describe('on what a function may do it', () => {
  const statements = policies.reconcile.map(({ actions, resources, conditions }) => ({
    actions,
    resources: resources(names),
    conditions: conditions?.(names) ?? {},
  }))

  it('is by the tag of the stack, or the launch template, wherever ARNs are not known before', () => {
    for (const { actions, resources, conditions } of statements.filter(({ actions }) =>
      BY_TAG.test(actions[0] ?? ''),
    )) {
      if (resources.every((resource) => !resource.includes('*'))) continue
      const text = JSON.stringify(conditions)
      const isBound =
        /"(aws:ResourceTag|aws:RequestTag|ssm:resourceTag)\/pokopoko:stack":"pokopoko"/.test(text) ||
        text.includes('"ec2:LaunchTemplate":"TEMPLATE"')
      assert.ok(isBound, `${actions.join(', ')} on ${resources.join(', ')}`)
    }
  })

  it('is all only for calls that look', () => {
    const onAll = statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions)
    assert.deepEqual(
      onAll.filter((action) => !/:(Describe|List|Get)/.test(action)),
      [],
    )
  })

  it('lets roles be passed to the services that they are for', () => {
    const passing = statements.filter(({ actions }) => actions.includes('iam:PassRole'))
    assert.deepEqual(
      passing.map(({ actions, resources, conditions }) => [actions, resources, conditions]),
      [
        [['iam:PassRole'], ['MACHINE-ROLE'], { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }],
        [['iam:PassRole'], ['SCHEDULE-ROLE'], { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }],
      ],
    )
  })

  it('launches machines with encrypted volumes alone', () => {
    const volumes = statements.find(({ resources }) => resources.some((resource) => resource.endsWith('volume/*')))
    assert.deepEqual(volumes?.actions, ['ec2:RunInstances'])
    assert.deepEqual(volumes?.conditions['Bool'], { 'ec2:Encrypted': 'true' })
  })

  it('is of any partition', () => {
    const arns = statements.flatMap(({ resources }) => resources).filter((resource) => resource.startsWith('arn:'))
    assert.deepEqual(
      arns.filter((arn) => !arn.startsWith('arn:aws-cn:')),
      [],
    )
  })
})

describe('what a function may do', () => {
  for (const name of functionNames) {
    it(`is what it does: ${name}`, async () => {
      const allowed = policies[name].flatMap(({ actions }) => actions)
      assert.deepEqual([...new Set(allowed)].toSorted(), await usedActions(name))
    })
  }
})
