import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** What `npm start` and `pokopoko` read. */
const PARTS = ['bin', 'src', 'views', 'instance', 'package.json']

describe('the bundle that npm start and pokopoko load', () => {
  let copy: TemporaryDirectory
  let made: string
  before(async () => {
    copy = await makeTemporaryDirectory()
    for (const part of PARTS) await cp(join(root, part), join(copy.path, part), { recursive: true })
    await symlink(join(root, 'node_modules'), join(copy.path, 'node_modules'))
    const ofCopy = createHash('sha256').update(`${copy.path}/`).digest('hex').slice(0, 12)
    made = join(copy.path, 'node_modules/.cache/pokopoko', ofCopy)
  })
  after(async () => {
    await rm(made, { recursive: true, force: true })
    await copy.remove()
  })

  const help = async () => (await run(process.execPath, [join(copy.path, 'bin/start.mjs'), '--help'])).stdout
  const files = async (ending: string) => (await readdir(made)).filter((name) => name.endsWith(ending)).toSorted()
  const compiled = `.cjs.${process.versions.v8}-${process.arch}`

  it('is made at the first start, with what V8 compiled, and loaded from then on', async () => {
    const first = await help()
    const before = [...(await files('.cjs')), ...(await files(compiled))]
    assert.deepEqual(
      before.map((name) => name.replace(/[0-9a-f]{16}/, 'HASH')),
      ['local-HASH.cjs', `local-HASH${compiled}`],
    )
    const text = await readFile(join(made, before[0] ?? ''), 'latin1')
    // No child process of it stays, since none was started.
    assert.doesNotMatch(text, /require\("esbuild"\)/)
    assert.equal(await help(), first)
    assert.deepEqual([...(await files('.cjs')), ...(await files(compiled))], before)
  })

  it('is made anew when something in it has changed', async () => {
    const file = join(copy.path, 'src/local/main.ts')
    const source = await readFile(file, 'utf8')
    await writeFile(file, source.replace('console.log(localHelp())', "console.log('Changed')"))
    assert.equal(await help(), 'Changed\n')
    assert.equal((await files('.cjs')).length, 1)
  })

  it('asks for npm ci where nothing is installed', async () => {
    await rename(join(copy.path, 'node_modules'), join(copy.path, 'not_installed'))
    const { status, stderr } = spawnSync(process.execPath, [join(copy.path, 'bin/pokopoko.mjs')], { encoding: 'utf8' })
    await rename(join(copy.path, 'not_installed'), join(copy.path, 'node_modules'))
    assert.deepEqual([status, stderr], [1, 'Its packages are missing: run npm ci first.\n'])
  })

  it('is not made for agents where their packages cannot be had, and npm says why', async () => {
    await cp(join(root, 'tools/with-packages.mjs'), join(copy.path, 'tools/with-packages.mjs'))
    await rm(join(copy.path, 'src/cli/mcp/node_modules'), { recursive: true, force: true })
    await mkdir(join(copy.path, 'path'))
    await writeFile(join(copy.path, 'path/npm'), '#!/bin/sh\necho no network >&2; exit 1\n', { mode: 0o755 })
    const env = { PATH: `${join(copy.path, 'path')}:${process.env['PATH']}` }
    const { status, stderr } = spawnSync(process.execPath, [join(copy.path, 'bin/pokopoko.mjs'), 'mcp'], {
      env,
      encoding: 'utf8',
    })
    assert.deepEqual([status, stderr], [1, 'no network\n'])
  })

  it('runs without code that V8 refuses, and has it compiled again', async () => {
    const [name = ''] = await files(compiled)
    await writeFile(join(made, name), 'of another version')
    assert.equal(await help(), 'Changed\n')
    assert.ok((await readFile(join(made, name))).length > 100_000)
  })
})
