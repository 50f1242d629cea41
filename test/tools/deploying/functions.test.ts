import assert from 'node:assert/strict'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { startSweep } from '../../../tools/deploying/functions.ts'
import { answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../../support/aws/fake-service.ts'

describe('the end of a deployment', () => {
  const lambdaThat = (answer: () => object) => {
    const service = createFakeService({ Invoke: answer })
    const lambda = new LambdaClient(nowhere)
    lambda.middlewareStack.add(answeredBy(service), insteadOfNetwork)
    return { service, lambda }
  }

  it('starts a sweep, and does not wait for it', async () => {
    const { service, lambda } = lambdaThat(() => ({ StatusCode: 202 }))
    const said: string[] = []
    await startSweep(lambda, 'pokopoko', (line) => said.push(line))
    assert.deepEqual(service.inputs('Invoke'), [{ FunctionName: 'pokopoko-sweep', InvocationType: 'Event' }])
    assert.deepEqual(said, [])
  })

  it('says so where that is not permitted, and is no failure', async () => {
    const { lambda } = lambdaThat(() => {
      throw Object.assign(new Error('no permission'), { name: 'AccessDeniedException' })
    })
    const said: string[] = []
    await startSweep(lambda, 'pokopoko', (line) => said.push(line))
    assert.match(said.join('\n'), /AccessDeniedException.*no permission.*within the hour/)
  })
})
