import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalEnvironments } from '../../src/local/environments.ts'
import { environmentsContract } from '../contracts/environments.ts'

const aDirectory = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'environments-'))
  return { directory, close: () => rm(directory, { recursive: true }) }
}

environmentsContract('local', async () => {
  const { directory, close } = await aDirectory()
  return { environments: createLocalEnvironments({ directory }), close }
})

describe('createLocalEnvironments', () => {
  let directory: string
  let close: () => Promise<void>
  beforeEach(async () => {
    ;({ directory, close } = await aDirectory())
  })
  afterEach(() => close())

  it('lets only its user read the file', async () => {
    await createLocalEnvironments({ directory }).save({ id: 'site-1' }, { A: 'a secret' })
    assert.equal((await stat(join(directory, 'environments.json'))).mode & 0o777, 0o600)
  })

  it('keeps them for the next process, and nothing of what was removed', async () => {
    const key = await createLocalEnvironments({ directory }).save({ id: 'site-1' }, { A: 'a secret' })
    const next = createLocalEnvironments({ directory })
    assert.deepEqual(await next.load({ id: 'site-1' }, key), { A: 'a secret' })
    await next.remove({ id: 'site-1' }, key)
    assert.doesNotMatch(await readFile(join(directory, 'environments.json'), 'utf8'), /a secret|site-1/)
  })
})
