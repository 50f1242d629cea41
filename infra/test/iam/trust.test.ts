import assert from 'node:assert/strict'
import { aDeployment } from './deployment.ts'
import { withoutConditions } from './guards.ts'
import { judge } from './judge.ts'
import { arnOf, place } from './physical-ids.ts'
import { type DeployedRole, type GrantingStatement, roleOf } from './policies.ts'

const deployment = await aDeployment()
const services = ['lambda', 'ec2', 'scheduler', 'events', 'ssm', 'ecs-tasks'].map((name) => `${name}.amazonaws.com`)
const administrator = arnOf('sts', 'assumed-role/administrator/mallory', `:${place.account}`)

const assume = (role: DeployedRole, by: string, facts = {}, resourcePolicy: GrantingStatement[] = role.trust) =>
  judge({ by, statements: [], resourcePolicy }, { action: 'sts:AssumeRole', resource: role.arn, facts })

/** Who of the services, and of the people of the account, may come as that role. */
async function trusted(role: DeployedRole, facts = {}): Promise<string[]> {
  const answers = await Promise.all(
    [...services, administrator].map(async (by) => [by, await assume(role, by, facts)] as const),
  )
  return answers.flatMap(([by, answer]) => (answer === 'Allowed' ? [by] : []))
}

describe('a role can be assumed', () => {
  for (const [name, role] of deployment.roles) {
    it(`by Lambda alone: ${name}'s`, async () => {
      assert.deepEqual(await trusted(role), ['lambda.amazonaws.com'])
    })
  }

  it("by EC2 alone: the machines'", async () => {
    assert.deepEqual(await trusted(roleOf(deployment.stack, 'MachineRole')), ['ec2.amazonaws.com'])
  })

  describe("by Scheduler alone, for the stack's own schedules: the schedules'", () => {
    const role = roleOf(deployment.stack, 'ScheduleRole')
    const from = (account: string, arn: string) => ({ 'aws:SourceAccount': account, 'aws:SourceArn': arn })
    const other = '999999999999'
    const groupOf = (account: string, name: string) =>
      arnOf('scheduler', `schedule-group/${name}`, `${place.region}:${account}`)
    const hostile = {
      'another group of the account': from(place.account, groupOf(place.account, 'payroll')),
      'a group whose name begins alike': from(place.account, groupOf(place.account, `${deployment.scheduleGroup}-2`)),
      'the group of the same name of another account': from(other, groupOf(other, deployment.scheduleGroup)),
      'another account that says it is our group': from(other, deployment.scheduleGroupArn),
      'nobody knows where': {},
    }

    it('from its group', async () => {
      assert.deepEqual(await trusted(role, from(place.account, deployment.scheduleGroupArn)), [
        'scheduler.amazonaws.com',
      ])
    })

    for (const [title, facts] of Object.entries(hostile)) {
      it(`not from ${title}`, async () => {
        assert.equal(await assume(role, 'scheduler.amazonaws.com', facts), 'ImplicitlyDenied')
      })
    }

    for (const { guard, statement } of role.trust.flatMap(withoutConditions)) {
      it(`by ${guard}, which keeps one of these out`, async () => {
        const answers = await Promise.all(
          Object.values(hostile).map((facts) => assume(role, 'scheduler.amazonaws.com', facts, [statement])),
        )
        assert.ok(answers.includes('Allowed'))
      })
    }

    it('to invoke reconcile, and to keep what did not reach it', async () => {
      const can = role.statements.flatMap(({ Action, Resource }) => [...Action, ...Resource])
      const queue = deployment.stack.get('AWS::SQS::Queue', 'ScheduleFailures', 'Arn')
      const reconcile = deployment.stack.get('AWS::Lambda::Function', 'Reconcile', 'Arn')
      assert.deepEqual(can, ['lambda:InvokeFunction', reconcile, 'sqs:SendMessage', queue])
    })
  })
})
