import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { makeRepository } from '../support/git-repository.ts'
import { killLeftovers, startMain } from '../support/local-process.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pokopoko.mjs', import.meta.url))

describe('npm start, and a new site whose first deploy failed', () => {
  let directory: TemporaryDirectory
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(killLeftovers)
  afterEach(() => directory.remove())

  it('serves the push that mends it, and nobody has to ask', async () => {
    const data = join(directory.path, 'data')
    const main = await startMain(data, ['--machines', 'embedded'])
    const until = async (phase: string) => {
      while (!main.output().includes(`→ ${phase}`)) await once(main.child.stdout ?? assert.fail(), 'data')
    }
    const site = ['fig', '--repository', 'acme/website', '--owner', 'U0NADIA', '--channel', 'C0SPRING']
    const order = [...site, '--document-root', 'elsewhere']
    await promisify(execFile)(process.execPath, [PROGRAM, 'create', ...order, '--data-dir', data])
    await until('failed')
    const clone = await makeRepository(join(directory.path, 'clone'))
    await clone.commit({ 'elsewhere/index.html': 'Mended' })
    await clone.git('push', '--quiet', '--force', `${main.url}/git/acme/website.git`, 'HEAD:refs/heads/main')
    await until('ready')
    assert.equal(await main.end('SIGTERM'), 0)
  })
})
