import assert from 'node:assert/strict'
import { createEnvironments } from '../../src/aws/environments.ts'
import { createEnvironmentAccess } from '../../src/aws/environment-access.ts'
import { environmentsPath } from '../../src/aws/environment-parameters.ts'
import { changedVariables, MAX_ENVIRONMENT_BYTES } from '../../src/site/environment.ts'
import { environmentsContract } from '../contracts/environments.ts'
import { createFakeParameterStore } from '../support/aws/fake-parameter-store.ts'

const open = (stack = 'pokopoko', store = createFakeParameterStore()) => {
  const deps = { ssm: store.client, path: environmentsPath({ secretsPath: '/pokopoko', name: stack }) }
  return { store, environments: { ...createEnvironments(deps), ...createEnvironmentAccess(deps) } }
}

environmentsContract('Parameter Store', async () => ({ environments: open().environments, close: async () => {} }))

describe('environments in Parameter Store', () => {
  it('are encrypted, below the path of the stack and the id of the site', async () => {
    const { store, environments } = open()
    const key = await environments.save({ id: 'site-1' }, { A: 'a secret' })
    assert.deepEqual([...store.parameters], [[`/pokopoko-environments/pokopoko/site-1/${key}`, '{"A":"a secret"}']])
  })

  it('are those of one stack', async () => {
    const { store, environments } = open()
    await open('pokopoko-2', store).environments.save({ id: 'site-1' }, { A: '1' })
    assert.deepEqual(await environments.list(), [])
  })

  it('have room for all that is allowed', async () => {
    const room = MAX_ENVIRONMENT_BYTES - '{"C":""}'.length
    const { environments } = open()
    const largest = changedVariables({}, { set: { C: 'x'.repeat(room) }, remove: [] })
    assert.deepEqual(
      await environments.load({ id: 'site-1' }, await environments.save({ id: 'site-1' }, largest)),
      largest,
    )
  })

  it('are not decrypted to be listed', async () => {
    const { store, environments } = open()
    await environments.save({ id: 'site-1' }, { A: '1' })
    await environments.list()
    assert.deepEqual(
      store.inputs('GetParametersByPath').map((input) => 'WithDecryption' in input),
      [false],
    )
  })

  it('say nothing of what cannot be read', async () => {
    const { store, environments } = open()
    store.parameters.set('/pokopoko-environments/pokopoko/site-1/key-1', '{"A":"a secret"')
    await assert.rejects(environments.load({ id: 'site-1' }, 'key-1'), (error: Error) => {
      assert.doesNotMatch(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`, /a secret/)
      return true
    })
  })
})
