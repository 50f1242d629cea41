import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packInstance } from '../../tools/pack-instance.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

describe('packInstance', () => {
  let temporary: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  let from: string
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
    from = join(temporary.path, 'instance')
    for (const folder of ['bin', 'lib', 'container', 'ssm']) await mkdir(join(from, folder), { recursive: true })
    await writeFile(join(from, 'bin/set-up'), '#!/bin/bash\n', { mode: 0o755 })
    await writeFile(join(from, 'lib/long.sh'), 'x'.repeat(1000))
    await writeFile(join(from, 'lib/empty.sh'), '')
    await writeFile(join(from, 'lib/block.sh'), 'y'.repeat(512))
    await writeFile(join(from, 'container/init'), '')
    await writeFile(join(from, 'ssm/run-job.sh'), '')
    await writeFile(join(from, 'Containerfile'), '')
  })
  afterEach(() => temporary.remove())

  it('is unpacked by tar, with what is executable', async () => {
    const packed = join(temporary.path, 'instance.tar.gz')
    const to = join(temporary.path, 'unpacked')
    await writeFile(packed, await packInstance(from))
    await mkdir(to)
    execFileSync('tar', ['--extract', '--gzip', '--file', packed, '--directory', to])
    const listed = execFileSync('tar', ['--list', '--file', packed], { encoding: 'utf8' }).trim().split('\n')
    assert.deepEqual(listed, ['bin/set-up', 'lib/block.sh', 'lib/empty.sh', 'lib/long.sh'])
    for (const path of listed) {
      assert.deepEqual(await readFile(join(to, path)), await readFile(join(from, path)), path)
    }
    assert.equal((await stat(join(to, 'bin/set-up'))).mode & 0o777, 0o755)
    assert.equal((await stat(join(to, 'lib/long.sh'))).mode & 0o777, 0o644)
  })

  it('gives the same bytes for the same files, whenever they were written', async () => {
    const before = await packInstance(from)
    await rm(join(from, 'lib/long.sh'))
    await writeFile(join(from, 'lib/long.sh'), 'x'.repeat(1000), { mode: 0o600 })
    await utimes(join(from, 'bin/set-up'), 1, 1)
    assert.deepEqual(await packInstance(from), before)
    await chmod(join(from, 'lib/long.sh'), 0o755)
    assert.notDeepEqual(await packInstance(from), before)
  })

  it('packs no comments of configurations and tables', async () => {
    const packed = join(temporary.path, 'instance.tar.gz')
    await writeFile(join(from, 'site.conf'), '# Why.\nserver {\n  # How.\n  set $a "#b"; # Kept.\n}\n; FPM.\n')
    await writeFile(join(from, 'table.json'), '{\n  "about": ["Why."],\n  "rows": [1, 2]\n}\n')
    await writeFile(packed, await packInstance(from))
    const unpacked = (name: string) => execFileSync('tar', ['-xzOf', packed, name], { encoding: 'utf8' })
    assert.equal(unpacked('site.conf'), 'server {\n  set $a "#b"; # Kept.\n}\n')
    assert.equal(unpacked('table.json'), '{"rows":[1,2]}')
  })

  it('packs all that scripts of stacks run', async () => {
    const instance = new URL('../../instance/', import.meta.url).pathname
    const packed = join(temporary.path, 'all.tar.gz')
    const unpacked = join(temporary.path, 'all')
    await mkdir(unpacked)
    await writeFile(packed, await packInstance(instance))
    execFileSync('tar', ['-xzf', packed, '-C', unpacked])
    // As bash reads it.
    const parsed = (directory: string) =>
      execFileSync(
        'bash',
        [
          '-O',
          'extglob',
          '-c',
          'for file in stacks/*.sh stacks/runtimes/*.sh; do eval "f() { :; $(cat "$file"); }" && declare -f f; done',
        ],
        { cwd: directory, encoding: 'utf8' },
      )
    assert.ok(parsed(unpacked).length > 10_000)
    assert.equal(parsed(unpacked), parsed(instance))
  })

  it('packs no links', async () => {
    await symlink('/etc/passwd', join(from, 'lib/passwd'))
    await assert.rejects(packInstance(from), /lib\/passwd/)
  })
})
