import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const INSTANCE = fileURLToPath(new URL('../../instance', import.meta.url))
const filesIn = (directory: string) => readdirSync(`${INSTANCE}/${directory}`).map((name) => `${directory}/${name}`)
const functionsOf = (file: string) =>
  [...readFileSync(`${INSTANCE}/${file}`, 'utf8').matchAll(/^([a-z_0-9]+)\(\)/gm)].map(([, name = '']) => name)

describe("the machine's functions", () => {
  it('have one definition each: the later one of two would silently be called for both', () => {
    const library = filesIn('lib').filter((file) => file.endsWith('.sh'))
    const jobs = filesIn('bin').filter((file) => readFileSync(`${INSTANCE}/${file}`, 'utf8').includes('lib/all.sh'))
    assert.ok(library.length > 20 && jobs.length > 5)
    for (const job of jobs) {
      const definitions = new Map<string, string[]>()
      for (const file of [...library, job])
        for (const name of functionsOf(file)) definitions.set(name, [...(definitions.get(name) ?? []), file])
      const doubled = [...definitions].filter(([, files]) => files.length > 1)
      assert.deepEqual(doubled, [], job)
    }
  })
})
