import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

describe('a checkout in which npm ci was run', function () {
  this.timeout(600_000)
  let checkout: TemporaryDirectory
  before(async () => {
    checkout = await makeTemporaryDirectory()
    const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root })
    for (const file of stdout.split('\0').filter(Boolean)) {
      const path = join(root, file)
      if (await isThere(path)) await cp(path, join(checkout.path, file), { verbatimSymlinks: true })
    }
    await npm('ci', '--prefer-offline', '--no-audit', '--no-fund')
  })
  after(() => checkout.remove())

  const npm = (...words: string[]) => run('npm', words, { cwd: checkout.path })

  /** Resolves with the exit code once it said that it's up and was told to end. */
  async function startAndEnd(): Promise<number | null> {
    const flags = ['--machines=embedded', '--port', '0', '--sites-port', '0', '--data-dir', join(checkout.path, 'data')]
    const child = spawn(process.execPath, ['bin/start.mjs', ...flags], { cwd: checkout.path, stdio: 'pipe' })
    const exit = once(child, 'exit')
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8')
        if (output.includes('Ctrl-C')) child.kill('SIGTERM')
      })
    await exit
    assert.match(output, /pokopoko is up/)
    return child.exitCode
  }

  it('starts, without packages of infrastructure', async () => {
    assert.equal(await startAndEnd(), 0)
    assert.ok(!(await isThere(join(checkout.path, 'node_modules/aws-cdk-lib'))))
  })

  it('starts after what npm run deploy installs, which takes nothing away', async () => {
    const installed = async () => (await readdir(join(checkout.path, 'node_modules'))).toSorted()
    const before = await installed()
    const { stdout } = await npm('run', '--silent', 'cdk', '--', '--version')
    assert.match(stdout, /^2\.\d+/)
    assert.ok(await isThere(join(checkout.path, 'infra/node_modules/aws-cdk-lib')))
    assert.deepEqual(await installed(), before)
    assert.equal(await startAndEnd(), 0)
  })
})
