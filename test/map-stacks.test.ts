import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { mapStacks } from '../src/map-stacks.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from './support/temporary-directory.ts'

const SOURCE = `
module.exports = function outer(properties: PropertyDescriptorMap) {
  return innermost(properties)
}
function innermost(properties: PropertyDescriptorMap): Error {
  return Object.defineProperties(new Error('broken'), properties)
}
`

describe('mapStacks', () => {
  const before = Error.prepareStackTrace
  let directory: TemporaryDirectory
  let bundle: string
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
    const source = join(directory.path, 'plum.ts')
    bundle = join(directory.path, 'plum.cjs')
    await writeFile(source, SOURCE)
    await build({ entryPoints: [source], outfile: bundle, minify: true, bundle: true, format: 'cjs', sourcemap: true })
    mapStacks()
  })
  afterEach(async () => {
    Error.prepareStackTrace = before
    await directory.remove()
  })

  const stackOf = (properties: PropertyDescriptorMap): string => {
    const outer: unknown = createRequire(bundle)(bundle)
    assert.ok(typeof outer === 'function')
    const error: unknown = Reflect.apply(outer, undefined, [properties])
    assert.ok(error instanceof Error)
    return error.stack ?? ''
  }

  it('names files, lines and functions as they were written', () => {
    const [head, first, second, third] = stackOf({}).split('\n')
    assert.equal(head, 'Error: broken')
    assert.equal(first, '    at innermost (plum.ts:6:34)')
    assert.match(second ?? '', /^ {4}at .*\(?plum\.ts:3:10\)?$/)
    assert.match(third ?? '', /^ {4}at .*map-stacks\.test\.ts/)
  })

  it('reads no map before someone reads a stack, and works without one', async () => {
    await writeFile(`${bundle}.map`, 'no map')
    assert.match(stackOf({}), /^Error: broken\n {4}at .*plum\.cjs:\d+:\d+\)\n/)
  })

  it('works with an error that breaks when it is asked what it is', () => {
    const get = () => {
      throw new Error('no name')
    }
    assert.match(stackOf({ name: { get } }), /^Error\n {4}at innermost/)
  })
})
