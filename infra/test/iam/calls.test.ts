import assert from 'node:assert/strict'
import { type FunctionName, functionNames } from '../../../src/aws/names.ts'
import { usedActions } from '../used-actions.ts'
import { calls } from './calls.ts'
import { aDeployment } from './deployment.ts'
import { resourceTypesOf, typesMeant } from './reference.ts'
import { roleOfFunction, verdicts } from './verdicts.ts'

/** With these Lambda logs, reads the stream and keeps what was given up, and EC2 uses the key of volumes: no code of ours calls them. */
const SERVICES_OWN = /^(kms|logs|sqs):|^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/

const deployment = await aDeployment()
const table = calls(deployment)
const asked = table.flatMap(({ requests }) => requests)
const actionsOf = (name: FunctionName) =>
  table.filter(({ by }) => by.includes(name)).flatMap(({ requests }) => requests.map(({ action }) => action))

describe('IAM, by the synthesized policies', () => {
  for (const { title, by, requests } of table) {
    it(`allows ${by.join(', ')}: ${title}`, async () => {
      for (const name of by) {
        const answers = await verdicts(roleOfFunction(deployment, name), requests)
        const refused = requests.flatMap(({ action, resource }, index) =>
          answers[index] === 'Allowed' ? [] : [`${action} on ${resource}`],
        )
        assert.deepEqual(refused, [], name)
      }
    })
  }

  for (const name of functionNames) {
    it(`allows ${name} no action that is not in the table`, () => {
      const allowed = roleOfFunction(deployment, name).statements.flatMap(({ Action }) => Action)
      assert.deepEqual(new Set(allowed.toSorted()), new Set(actionsOf(name).toSorted()))
    })
  }

  it('allows no function a call that others alone make', async () => {
    for (const name of functionNames) {
      const own = new Set(actionsOf(name))
      const foreign = asked.filter(({ action }) => !own.has(action))
      const answers = await verdicts(roleOfFunction(deployment, name), foreign)
      const allowed = foreign.flatMap(({ action }, index) => (answers[index] === 'ImplicitlyDenied' ? [] : [action]))
      assert.deepEqual(allowed, [], name)
    }
  })
})

describe('the table of calls', () => {
  for (const name of functionNames) {
    it(`has every call in the code of ${name}, and no other`, async () => {
      const found = new Set(actionsOf(name).filter((action) => !SERVICES_OWN.test(action)))
      assert.deepEqual([...found].toSorted(), await usedActions(name))
    })
  }

  it('asks of a resource of every type that an action cannot do without', async () => {
    for (const action of new Set(asked.map(({ action }) => action))) {
      const resources = asked.filter((request) => request.action === action).map(({ resource }) => resource)
      const types = (await Promise.all(resources.map((resource) => typesMeant(action, resource)))).flat()
      const required = (await resourceTypesOf(action)).filter(({ required }) => required).map(({ name }) => name)
      // Of load balancers, ours are application load balancers.
      const missing = required.filter((name) => !name.endsWith('/net') && types.every((type) => type.name !== name))
      // A query asks of an index instead of its table.
      assert.deepEqual(missing, action === 'dynamodb:Query' ? ['table'] : [], action)
    }
  })
})
