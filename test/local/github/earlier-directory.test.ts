import assert from 'node:assert/strict'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGithub } from '@pokopoko/github-emulator'
import { createLocalCodeHost } from '../../../src/local/github/code-host.ts'
import { moveEarlierDirectory } from '../../../src/local/github/earlier-directory.ts'
import { isThere } from '../../../src/local/json-file.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts'

describe('moveEarlierDirectory', () => {
  let temporary: TemporaryDirectory
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
  })
  afterEach(() => temporary.remove())
  const earlier = () => join(temporary.path, 'code-host')
  const github = () => join(temporary.path, 'github')
  const move = () => moveEarlierDirectory(temporary.path, github())

  it('keeps the webhooks of sites', async () => {
    const hook = { id: 'hook-1', repository: 'acme/website', url: 'http://plum.localhost:8081/_pokopoko/hook' }
    const site = { id: 'site-1', name: 'plum' }
    await mkdir(earlier())
    await writeFile(join(earlier(), 'webhooks.json'), JSON.stringify([{ ...hook, site, secret: 'a secret' }]))
    await move()
    await move()
    assert.equal(await isThere(earlier()), false)
    assert.equal((await stat(join(github(), 'webhooks.json'))).mode & 0o777, 0o600)
    const emulator = await createGithub({ directory: github(), baseUrl: 'http://localhost:8080/git' })
    assert.deepEqual(emulator.webhooks.list(), [{ ...hook, url: `${hook.url}?site=site-1` }])
    const codeHost = createLocalCodeHost(emulator)
    assert.deepEqual(await codeHost.listAccess([]), [{ siteId: 'site-1', repository: 'acme/website' }])
    await codeHost.revoke({ id: 'site-1' }, 'acme/website')
    assert.deepEqual(emulator.webhooks.list(), [])
    await emulator.close()
  })

  it('goes on where it was cut off, and leaves a newer directory alone', async () => {
    const moved = [{ url: 'http://plum.localhost/hook?site=site-1', site: { id: 'site-1' } }]
    await mkdir(earlier())
    await writeFile(join(earlier(), 'webhooks.json'), JSON.stringify(moved))
    await move()
    const file = join(github(), 'webhooks.json')
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), moved)
    await mkdir(earlier())
    await move()
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), moved)
  })
})
