import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { join, relative } from 'node:path'
import { startGithub } from '@pokopoko/github-emulator'
import { createAnnouncer } from '../example/announcer.ts'
import { SEED } from './github-fixture.ts'
import { close, listen } from './listen.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from './temporary-directory.ts'
import { cloneTo } from './work-tree.ts'

describe('startGithub', () => {
  let temporary: TemporaryDirectory
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
  })
  afterEach(() => temporary.remove())

  it("runs the README's example, a plain GitHub App", async () => {
    const lines: string[] = []
    const app = createAnnouncer({ secret: 'any secret', say: (line) => lines.push(line) })
    const { url, github, stop } = await startGithub({
      directory: relative('.', join(temporary.path, 'github')),
      app: { url: `http://localhost:${await listen(app)}/`, secret: 'any secret' },
      seed: SEED,
      onError: (error) => assert.fail(String(error)),
    })
    const clone = await cloneTo(join(temporary.path, 'clone'), `${url}/acme/website.git`)
    await clone.commit({ 'a.txt': 'a' }, 'Plant a plum')
    await clone.git('push', '--quiet', 'origin', 'main')
    await github.idle()
    assert.deepEqual(lines, ['acme/website main: Plant a plum'])
    assert.equal((await fetch(`${url}/elsewhere`)).status, 404)
    await stop()
    await close(app)
  })

  it('frees its port when it cannot start', async () => {
    const server = createServer()
    const port = await listen(server)
    await close(server)
    const options = { port, directory: join(temporary.path, 'github') }
    await assert.rejects(startGithub({ ...options, gitCommand: '/nowhere/git' }), /git is not installed/)
    await (await startGithub(options)).stop()
  })
})
