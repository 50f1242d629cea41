import { LambdaClient } from '@aws-sdk/client-lambda'
import assert from 'node:assert/strict'
import { readConfig } from '../../config.ts'
import { updateConcurrency } from '../../deploying/look-up-concurrency.ts'
import { withLookedUp } from '../../looked-up.ts'
import { input } from '../../pokopoko.config.example.ts'
import {
  AwsError,
  answeredBy,
  createFakeService,
  insteadOfNetwork,
  nowhere,
} from '../../../test/support/aws/fake-service.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../../test/support/temporary-directory.ts'

/** An account that runs so many functions at once, of which others, and our deployed function, have reserved some. */
function anAccount(total: number, { reserved = 0, ours }: { reserved?: number; ours?: number } = {}) {
  const service = createFakeService({
    GetAccountSettings: () => ({
      AccountLimit: {
        ConcurrentExecutions: total,
        UnreservedConcurrentExecutions: total - reserved - (ours ?? 0),
      },
    }),
    GetFunctionConcurrency: ({ FunctionName }: { FunctionName?: string }) => {
      if (ours === undefined) throw new AwsError('ResourceNotFoundException')
      assert.equal(FunctionName, 'pokopoko-reconcile')
      return { ReservedConcurrentExecutions: ours }
    },
  })
  const client = new LambdaClient(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return { ...service, client }
}

describe('how many of the reconcile function run at once', () => {
  let directory: TemporaryDirectory
  const said: string[] = []
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
    said.length = 0
  })
  afterEach(() => directory.remove())

  const update = ({ client }: { client: LambdaClient }) =>
    updateConcurrency(readConfig(input), client, (line) => said.push(line), directory.path)
  const configured = async (more: Record<string, unknown> = {}) =>
    readConfig(await withLookedUp({ ...input, ...more }, directory.path)).reconcileConcurrency

  for (const [what, account, expected] of [
    ['a twentieth of what the account has', anAccount(300), 15],
    ['twenty, however many it has', anAccount(10_000), 20],
    ['what others have left, except for the hundred that nobody can reserve', anAccount(1000, { reserved: 885 }), 15],
    ['as many as before, when it is deployed again', anAccount(1000, { reserved: 880, ours: 20 }), 20],
    ['none of its own, in a new account', anAccount(10), undefined],
    ['none of its own, where others have reserved nearly all', anAccount(1000, { reserved: 895 }), undefined],
  ] as const) {
    it(`is ${what}`, async () => {
      await update(account)
      assert.equal(await configured(), expected)
      assert.deepEqual(said, [])
    })
  }

  it('is what the configuration says, if it does, and never that of another region', async () => {
    await update(anAccount(1000))
    assert.equal(await configured({ reconcileConcurrency: 7 }), 7)
    assert.equal(await configured({ region: 'eu-west-1' }), undefined)
  })

  it('is no longer reserved once the account has too few', async () => {
    await update(anAccount(1000))
    await update(anAccount(10, { ours: 0 }))
    assert.equal(await configured(), undefined)
  })

  it('stays as it was where it can’t be looked up, and the deployment goes on', async () => {
    await update(anAccount(1000))
    const denied = anAccount(1000)
    denied.failNext('GetAccountSettings', 'AccessDeniedException')
    await update(denied)
    assert.equal(await configured(), 20)
    assert.match(said[0] ?? '', /AccessDeniedException.*Allow lambda:GetAccountSettings/)
  })
})
