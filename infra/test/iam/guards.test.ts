import assert from 'node:assert/strict'
import { aDeployment } from './deployment.ts'
import { type Opened, withoutConditions, withoutNames } from './guards.ts'
import { hostileCalls } from './hostile.ts'
import { type DeployedRole, roleOf, type Statement } from './policies.ts'
import { isSupplied, typesMeant } from './reference.ts'
import { roleOfFunction, verdicts } from './verdicts.ts'

const deployment = await aDeployment()
const hostile = hostileCalls(deployment).flatMap(({ requests }) => requests)
const functions = (['slack', 'reconcile', 'gateway'] as const).map((name) => roleOfFunction(deployment, name))
const roles = [
  ...deployment.roles.values(),
  ...['MachineRole', 'ScheduleRole'].map((prefix) => roleOf(deployment.stack, prefix)),
]

/** Requests of hostile calls that the role is denied, and is allowed by this statement. */
async function letIn(role: DeployedRole, { statement }: Opened) {
  const concerned = hostile.filter(({ action }) => statement.Action.includes(action))
  const then = await verdicts(role, concerned, [statement])
  const allowed = concerned.filter((_, index) => then[index] === 'Allowed')
  const now = await verdicts(role, allowed)
  return allowed.filter((_, index) => now[index] === 'ImplicitlyDenied')
}

/** Without their names: `ec2:CreateImage on image, snapshot`. */
const titleOf = ({ Action, Resource }: Statement) => {
  const kinds = Resource.map((arn) => arn.split(':')[5]?.split('/')[0])
  return `${Action.join(', ')} on ${[...new Set(kinds)].join(', ')}`
}

/** Each function may do some of what the others may, by the same grants. */
const statements = new Map(
  functions.flatMap((role) => role.statements.map((statement) => [JSON.stringify(statement), { role, statement }])),
)

describe('each guard keeps a hostile request out', () => {
  for (const { role, statement } of statements.values()) {
    for (const opened of [...withoutConditions(statement), ...withoutNames(statement)]) {
      it(`${titleOf(statement)}: ${opened.guard}`, async () => {
        assert.notDeepEqual(await letIn(role, opened), [])
      })
    }
  }
})

describe('in every statement of a role', () => {
  const each = roles.flatMap(({ statements }) =>
    statements.flatMap(({ Action, Resource, Condition = {} }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource, Condition }))),
    ),
  )

  it('each condition is of a key that AWS supplies for that action on that type of resource', async () => {
    const never: string[] = []
    for (const { action, resource, Condition } of each) {
      for (const key of Object.values(Condition).flatMap((keys) => Object.keys(keys))) {
        for (const type of await typesMeant(action, resource)) {
          if (!(await isSupplied(key, action, type))) never.push(`${key} for ${action} on ${type.name}`)
        }
      }
    }
    assert.deepEqual(never, [])
  })

  it('each action knows the resources that stand beside it', async () => {
    const pairs = each.filter(({ resource }) => resource !== '*')
    const types = await Promise.all(pairs.map(({ action, resource }) => typesMeant(action, resource)))
    const unknown = pairs.filter((_, index) => types[index]?.length === 0)
    assert.deepEqual(unknown, [])
  })

  it('what is allowed on all knows no resources, but for what agents tell of their machine', async () => {
    const open = new Set(each.filter(({ resource }) => resource === '*').map(({ action }) => action))
    const types = await Promise.all([...open].map(async (action) => [action, await typesMeant(action, '*')] as const))
    assert.deepEqual(
      types.filter(([, known]) => known.length > 0).map(([action]) => action),
      ['ssm:ListInstanceAssociations', 'ssm:UpdateInstanceInformation'],
    )
  })
})
