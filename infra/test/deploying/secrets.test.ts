import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { putSecret } from '../../deploying/secrets.ts'
import { makeTemporaryDirectory } from '../../../test/support/temporary-directory.ts'

const guide = new URL('../../../docs/deploying.md', import.meta.url)

describe('the command that puts a secret', () => {
  it('stores what was typed, without a newline, and has it in no argument', async () => {
    const bin = await makeTemporaryDirectory()
    const aws = join(bin.path, 'aws')
    const [stored, called] = [join(bin.path, 'stored'), join(bin.path, 'called')]
    await writeFile(aws, `#!/bin/sh\ncat >'${stored}'\nprintf '%s ' "$@" >'${called}'\n`)
    await chmod(aws, 0o755)
    const command = putSecret({ region: 'eu-central-1', path: '/pokopoko/slack-signing-secret' })
    const env = { PATH: [bin.path, process.env['PATH']].join(delimiter) }
    execFileSync('bash', ['-c', command], { input: 'the secret\n', env })
    assert.equal(await readFile(stored, 'utf8'), 'the secret')
    assert.equal(
      (await readFile(called, 'utf8')).trim(),
      'ssm put-parameter --region eu-central-1 --type SecureString --name /pokopoko/slack-signing-secret --value file:///dev/stdin',
    )
    await bin.remove()
  })

  it('takes the private key of a GitHub App from its file', () => {
    const command = putSecret({ region: 'eu-central-1', path: '/pokopoko/github-private-key' })
    assert.match(command, /--name \/pokopoko\/github-private-key --value file:\/\/DOWNLOADED\.pem$/)
  })

  it('is that of the guide', async () => {
    const text = await readFile(guide, 'utf8')
    for (const name of ['slack-signing-secret', 'github-private-key']) {
      assert.ok(text.includes(putSecret({ region: 'REGION', path: `/pokopoko/${name}` })), name)
    }
  })
})
