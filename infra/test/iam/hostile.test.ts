import assert from 'node:assert/strict'
import { functionNames } from '../../../src/aws/names.ts'
import { aDeployment } from './deployment.ts'
import { hostileCalls } from './hostile.ts'
import { kindOf } from './hostile/hostile-call.ts'
import { roleOfFunction, verdicts } from './verdicts.ts'

/** These may do all that any function may; others are refused more. */
const ENGINE: readonly string[] = ['reconcile', 'sweep']

const deployment = await aDeployment()

describe('IAM, by the synthesized policies, to every function', () => {
  for (const { title, requests, refused } of hostileCalls(deployment)) {
    it(`denies ${title}`, async () => {
      for (const name of functionNames) {
        const answers = await verdicts(roleOfFunction(deployment, name), requests)
        const denied = requests.filter((_, index) => answers[index] === 'ImplicitlyDenied')
        const found = denied.map(({ action, resource }) => `${action} on ${kindOf(resource)}`)
        const expected = ENGINE.includes(name) ? found : found.filter((part) => refused.includes(part))
        assert.deepEqual(expected.toSorted(), refused.toSorted(), name)
      }
    })
  }
})
