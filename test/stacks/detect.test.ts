import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { raw } from 'jq-wasm'
import * as z from 'zod'
import table from '../../instance/stacks.json' with { type: 'json' }
import { detectStack, type RepositoryFiles, TELLING_FILES } from '../../src/site/stack.ts'
import repositories from './repositories.json' with { type: 'json' }

/** With each directory above a file. */
function filesOf(files: Partial<Record<string, string>>): RepositoryFiles {
  const names = Object.keys(files)
  const directories = names.flatMap((name) => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index + 1)))
  const telling = Object.entries(files).flatMap(([name, text]): [string, string][] =>
    text !== undefined && TELLING_FILES.includes(name) ? [[name, text]] : [],
  )
  return { paths: [...names, ...new Set(directories)], files: Object.fromEntries(telling) }
}

const foundSchema = z.object({ id: z.string(), label: z.string(), file: z.string() }).nullable()

describe('the stack of a repository', () => {
  const program = readFile(new URL('../../instance/lib/stack.jq', import.meta.url), 'utf8')
  for (const { what, files, stack, label, file } of repositories) {
    const repository = filesOf(files)

    it(`is found by the form: ${what}`, () => {
      const found = detectStack(repository)
      assert.deepEqual([found?.id ?? null, found?.label, found?.file], [stack, label, file])
    })

    it(`is found by the machine: ${what}`, async () => {
      const said = await raw(repository, await program, ['--argjson', 'table', JSON.stringify(table)])

      const found = foundSchema.parse(JSON.parse(said))
      assert.deepEqual([found?.id ?? null, found?.label, found?.file], [stack, label, file])
    })
  }

  it('is each in the examples', () => {
    const seen = new Set(repositories.map(({ stack }) => stack))
    assert.deepEqual(
      table.stacks.map(({ id }) => id).filter((id) => !seen.has(id)),
      [],
    )
  })
})
