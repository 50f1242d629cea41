import assert from 'node:assert/strict'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { startFirstBake, startSweep } from '../../deploying/functions.ts'
import { answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../../../test/support/aws/fake-service.ts'

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

  it('has the first image baked, and does not wait for it', async () => {
    const { service, lambda } = lambdaThat(() => ({ StatusCode: 202 }))
    const said: string[] = []
    await startFirstBake(lambda, { name: 'pokopoko', bakedImage: '' }, (line) => said.push(line))
    assert.deepEqual([service.inputs('Invoke'), said], [[], []])
    await startFirstBake(lambda, { name: 'pokopoko', bakedImage: 'Agency' }, (line) => said.push(line))
    assert.deepEqual(service.inputs('Invoke'), [
      { FunctionName: 'pokopoko-bake', InvocationType: 'Event', Payload: '{"first":true}' },
    ])
    assert.match(
      said.join('\n'),
      /in some ten minutes.*If that fails.*: npx pokopoko image bake 'Agency' --stack pokopoko$/,
    )
  })

  it('says what to do where the image cannot be baked, and is no failure', async () => {
    const { lambda } = lambdaThat(() => {
      throw Object.assign(new Error('no permission'), { name: 'AccessDeniedException' })
    })
    const said: string[] = []
    await startFirstBake(lambda, { name: 'pokopoko', bakedImage: 'Agency' }, (line) => said.push(line))
    assert.match(said.join('\n'), /couldn't be baked \(AccessDenied.*from Debian until it is: npx pokopoko image bake/)
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
