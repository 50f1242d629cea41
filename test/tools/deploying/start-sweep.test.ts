import assert from 'node:assert/strict'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { startSweep } from '../../../tools/deploying/start-sweep.ts'
import { answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../../support/aws/fake-service.ts'

describe('the end of a deployment', () => {
  it('starts a sweep, and does not wait for it', async () => {
    const service = createFakeService({ Invoke: () => ({ StatusCode: 202 }) })
    const lambda = new LambdaClient(nowhere)
    lambda.middlewareStack.add(answeredBy(service), insteadOfNetwork)
    await startSweep(lambda, 'pokopoko')
    assert.deepEqual(service.inputs('Invoke'), [{ FunctionName: 'pokopoko-sweep', InvocationType: 'Event' }])
  })
})
