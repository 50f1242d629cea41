import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeOpensshKeyPair } from '../src/openssh-key.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from './support/temporary-directory.ts'

const run = promisify(execFile)

describe('makeOpensshKeyPair', () => {
  let directory: TemporaryDirectory
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(() => directory.remove())

  // Comments of every length modulo 8: the private half is padded to whole blocks.
  for (const comment of ['', 'p', 'pl', 'plu', 'plum', 'plums', 'pokopoko 4c1f', 'pokopoko 4c1f plum.example']) {
    it(`is what ssh-keygen reads, with the comment '${comment}'`, async () => {
      const { publicKey, privateKey } = await makeOpensshKeyPair(comment)
      const path = join(directory.path, 'key')
      await writeFile(path, privateKey)
      await chmod(path, 0o600)
      const { stdout } = await run('ssh-keygen', ['-y', '-P', '', '-f', path])
      assert.equal(stdout.trim(), publicKey.trim())
    })
  }

  it('signs what its public half confirms', async () => {
    const { publicKey, privateKey } = await makeOpensshKeyPair('plum')
    const at = (name: string) => join(directory.path, name)
    await writeFile(at('key'), privateKey, { mode: 0o600 })
    await writeFile(at('text'), 'Hello\n')
    await writeFile(at('signers'), `plum ${publicKey}\n`)
    await run('ssh-keygen', ['-Y', 'sign', '-q', '-n', 'test', '-f', at('key'), at('text')])
    const check = ['-Y', 'verify', '-f', at('signers'), '-I', 'plum', '-n', 'test', '-s', at('text.sig')]
    const verified = promisify(execFile)('ssh-keygen', check)
    verified.child.stdin?.end('Hello\n')
    assert.match((await verified).stdout, /Good "test" signature for plum/)
  })

  it('makes another one each time', async () => {
    const [one, other] = await Promise.all([makeOpensshKeyPair('plum'), makeOpensshKeyPair('plum')])
    assert.notEqual(one.privateKey, other.privateKey)
  })
})
