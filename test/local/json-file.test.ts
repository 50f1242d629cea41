import assert from 'node:assert/strict'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createJsonFile } from '../../src/local/json-file.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

describe('createJsonFile', () => {
  let temporary: TemporaryDirectory
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
  })
  afterEach(() => temporary.remove())
  const file = (...path: string[]) =>
    createJsonFile(join(temporary.path, ...path, 'plums.json'), z.object({ count: z.number() }))

  it('reads what was written, and undefined before that', async () => {
    assert.equal(await file().read(), undefined)
    await file().write({ count: 3 })
    assert.deepEqual(await file().read(), { count: 3 })
  })

  it('ends with the last of writes that come together, and leaves nothing else', async () => {
    const plums = file()
    await Promise.all([1, 2, 3, 4, 5].map((count) => plums.write({ count })))
    assert.deepEqual(await plums.read(), { count: 5 })
    assert.deepEqual(await readdir(temporary.path), ['plums.json'])
    assert.equal((await stat(join(temporary.path, 'plums.json'))).mode & 0o777, 0o600)
  })

  it('leaves nothing of what a process was writing when it was killed', async () => {
    await file().write({ count: 1 })
    await writeFile(join(temporary.path, 'plums.json.tmp'), '{"cou')
    assert.deepEqual(await file().read(), { count: 1 })
    await file().write({ count: 2 })
    assert.deepEqual(await file().read(), { count: 2 })
    assert.deepEqual(await readdir(temporary.path), ['plums.json'])
  })

  it('refuses content that is not what it should be', async () => {
    for (const text of ['', '{"count": "3"}']) {
      await writeFile(join(temporary.path, 'plums.json'), text)
      await assert.rejects(file().read(), /plums\.json cannot be understood/)
    }
  })

  it('says which file cannot be written', async () => {
    const missing = file('missing')
    await assert.rejects(missing.write({ count: 1 }), /cannot write .*plums\.json/)
  })
})
