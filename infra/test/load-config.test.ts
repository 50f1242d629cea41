import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { CONFIG_NAME, exampleConfig, loadConfig, makeConfig } from '../load-config.ts'
import { LOOKED_UP } from '../looked-up.ts'
import { ConfigError } from '../../src/config-error.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../test/support/temporary-directory.ts'

const root = join(import.meta.dirname, '../..')

describe('the configuration file', () => {
  let directory: TemporaryDirectory
  let path: string
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
    path = join(directory.path, 'pokopoko.config.ts')
    await writeFile(join(directory.path, 'package.json'), '{"type":"module"}')
  })
  afterEach(() => directory.remove())

  it('is made from the example where there is none, and is left alone where there is one', async () => {
    assert.equal(await loadConfig(path), undefined)
    assert.equal(await makeConfig(path), true)
    assert.equal(await readFile(path, 'utf8'), await readFile(join(root, 'infra/pokopoko.config.example.ts'), 'utf8'))
    assert.deepEqual(readConfig((await loadConfig(path)) ?? {}), readConfig(exampleConfig()))
    await writeFile(path, 'export const input = { region: "eu-west-1" }')
    assert.equal(await makeConfig(path), false)
    assert.match(await readFile(path, 'utf8'), /eu-west-1/)
  })

  it('is told to be none when it exports no input', async () => {
    await writeFile(path, 'export const config = {}')
    await assert.rejects(loadConfig(path), ConfigError)
  })

  it('is yours: git ignores it, and what the CDK writes, but not the example', () => {
    const ignored = (file: string) => spawnSync('git', ['check-ignore', '--quiet', file], { cwd: root }).status === 0
    for (const file of [
      CONFIG_NAME,
      ...Object.values(LOOKED_UP).map((file) => `infra/${file}`),
      'cdk.out/manifest.json',
      'cdk.context.json',
      'dist/cdk/x',
      '.cdk.staging/x',
    ]) {
      assert.ok(ignored(file), file)
    }
    assert.ok(!ignored('infra/pokopoko.config.example.ts') && !ignored('cdk.json'))
  })

  it('has the CDK write where git ignores it', async () => {
    const settings: unknown = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'))
    assert.deepEqual(settings, { app: 'tsx infra/main.ts', output: 'dist/cdk' })
  })
})
