import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const SCRIPT = join(import.meta.dirname, '../../tools/venv.sh')

describe('what tools fetch into the cache', () => {
  let home: TemporaryDirectory
  beforeEach(async () => {
    home = await makeTemporaryDirectory()
    await mkdir(join(home.path, 'bin'))
    await program('id', 'echo 1000')
    for (const name of ['apt-get', 'npm', 'python3']) await program(name, 'exit 1')
  })
  afterEach(() => home.remove())

  async function program(name: string, script: string) {
    const path = join(home.path, 'bin', name)
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
  }
  /** As scripts call it: `place=$(unpacked cloud-init)`. */
  const fetched = (call: string) => {
    const env = { PATH: `${join(home.path, 'bin')}:${process.env['PATH']}`, HOME: home.path }
    const script = `set -euo pipefail; source "$1"; place=$(${call}); echo "$place"`
    return spawnSync('bash', ['-c', script, 'bash', SCRIPT], { env, encoding: 'utf8' })
  }

  for (const call of ['unpacked cloud-init', 'npm_package ric@1.0.0', 'venv moto==5.2.5', 'lambda_node 24.0.0 arm64']) {
    it(`leaves nothing when it fails: ${call}`, async () => {
      await program('node', 'echo x64')
      assert.notEqual(fetched(call).status, 0)
      assert.deepEqual(await readdir(join(home.path, '.cache/pokopoko')), [])
    })
  }

  it('is there the next time that it can be had', async () => {
    assert.notEqual(fetched('unpacked plum').status, 0)
    await program('apt-get', 'if [ "$2" = download ]; then echo "$3" >plum.deb; fi')
    await program('dpkg-deb', 'cp "$2" "$3/files"')
    const { status, stdout } = fetched('unpacked plum')
    assert.equal(status, 0)
    assert.equal(await readFile(join(stdout.trim(), 'files'), 'utf8'), 'plum\n')
  })
})
