import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readDemo } from '../../../src/local/code-host/demo.ts'
import { makeCodeHost } from './harness.ts'

describe('readDemo', () => {
  it('gives repositories with published pages, and teams with real keys', async () => {
    const { codeHost, clone, clean } = await makeCodeHost({ seed: await readDemo() })
    assert.deepEqual(await codeHost.repositories(''), ['acme/shop-api', 'acme/website'])
    assert.deepEqual(await codeHost.branches('acme/website', ''), ['main', 'feature/spring-sale'])
    assert.deepEqual(await codeHost.branches('acme/shop-api', ''), ['main', 'develop'])
    assert.deepEqual(await codeHost.teams(''), ['design', 'web-team'])
    const website = await clone('acme/website')
    const page = () => readFile(join(website.path, 'public/index.html'), 'utf8')
    assert.doesNotMatch(await page(), /Spring sale/)
    await website.git('checkout', '--quiet', 'feature/spring-sale')
    assert.match(await page(), /Spring sale/)
    for (const { login, publicKeys } of await codeHost.members('acme/website', 'web-team')) {
      const blob = Buffer.from(publicKeys[0]?.split(' ')[1] ?? '', 'base64')
      assert.equal(blob.length, 51, login)
      assert.equal(blob.subarray(4, 15).toString(), 'ssh-ed25519')
    }
    await clean()
  })
})
