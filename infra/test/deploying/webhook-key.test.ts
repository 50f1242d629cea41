import { type PutParameterRequest, SSMClient } from '@aws-sdk/client-ssm'
import assert from 'node:assert/strict'
import { makeWebhookKey } from '../../deploying/webhook-key.ts'
import {
  AwsError,
  answeredBy,
  createFakeService,
  insteadOfNetwork,
  nowhere,
} from '../../../test/support/aws/fake-service.ts'

describe('the key of webhooks', () => {
  function anAccount() {
    const stored: PutParameterRequest[] = []
    const service = createFakeService({
      PutParameter: (put: PutParameterRequest) => {
        if (put.Overwrite !== true && stored.length > 0) throw new AwsError('ParameterAlreadyExists')
        stored.push(put)
        return { Version: 1 }
      },
    })
    const ssm = new SSMClient(nowhere)
    ssm.middlewareStack.add(answeredBy(service), insteadOfNetwork)
    return { ssm, stored }
  }

  it('is made by a deployment, encrypted and by chance, and stays over the next', async () => {
    const [one, other] = [anAccount(), anAccount()]
    await makeWebhookKey({ secretsPath: '/pokopoko' }, one.ssm)
    await makeWebhookKey({ secretsPath: '/pokopoko' }, one.ssm)
    await makeWebhookKey({ secretsPath: '/pokopoko' }, other.ssm)
    assert.equal(one.stored.length, 1)
    const [{ Name, Type, Value = '' } = assert.fail('none')] = one.stored
    assert.deepEqual([Name, Type], ['/pokopoko/webhook-key', 'SecureString'])
    assert.match(Value, /^[0-9a-f]{64}$/)
    assert.notEqual(other.stored[0]?.Value, Value)
  })
})
