import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { raw } from 'jq-wasm'
import * as z from 'zod'
import table from '../../instance/stacks.json' with { type: 'json' }
import { detectionOf } from '../../src/site/detection.ts'
import { detectServices } from '../../src/site/services.ts'
import { detectStack, type RepositoryFiles, DETECTION_FILES } from '../../src/site/stack.ts'
import repositories from './repositories.json' with { type: 'json' }

/** With each directory above a file. */
function filesOf(files: Partial<Record<string, string>>): RepositoryFiles {
  const names = Object.keys(files)
  const directories = names.flatMap((name) => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index + 1)))
  const contents = Object.entries(files).flatMap(([name, text]): [string, string][] =>
    text !== undefined && DETECTION_FILES.includes(name) ? [[name, text]] : [],
  )
  return { paths: [...names, ...new Set(directories)], files: Object.fromEntries(contents) }
}

const describedSchema = z.array(
  z.object({
    id: z.string().optional(),
    label: z.string().optional(),
    file: z.string().optional(),
    only: z.string().nullish(),
    absent: z.array(z.string()),
    services: z.array(z.object({ id: z.string(), file: z.string() })),
  }),
)

const filesById = (services: { id: string; file: string }[]) =>
  Object.fromEntries(services.map(({ id, file }) => [id, file]))

describe('the stack of a repository', () => {
  let described: z.infer<typeof describedSchema>
  // All in one run: jq-wasm doesn't give back the memory of its arguments.
  before(async () => {
    const program = await readFile(new URL('../../instance/lib/stack.jq', import.meta.url), 'utf8')
    const input = { table, repositories: repositories.map(({ files }) => filesOf(files)) }
    described = describedSchema.parse(
      JSON.parse(await raw(input, `.table as $table | [.repositories[] | (${program})]`)),
    )
  })
  for (const [index, { what, files, stack, label, file, only, services = {}, absent = [] }] of repositories.entries()) {
    const repository = filesOf(files)

    it(`is found by the form: ${what}`, () => {
      const found = detectStack(repository)
      assert.deepEqual([found?.id ?? null, found?.label, found?.file], [stack, label, file])
      assert.deepEqual(filesById(detectServices(repository, found)), services)
      assert.equal(detectionOf(repository).only, only)
    })

    it(`is found by the machine: ${what}`, () => {
      const found = described[index]
      assert.deepEqual([found?.id ?? null, found?.label, found?.file], [stack, label, file])
      assert.deepEqual(filesById(found?.services ?? []), services)
      assert.equal(found?.only ?? undefined, only)
      assert.deepEqual(found?.absent, absent)
    })
  }

  it("is asked for other services by a pull request's site, where app.json says so", async () => {
    const program = await readFile(new URL('../../instance/lib/stack.jq', import.meta.url), 'utf8')
    const json = { addons: ['heroku-postgresql'], environments: { review: { addons: ['jawsdb'] } } }
    const files = { 'app.json': JSON.stringify(json) }
    const input = { table, cases: [true, false].map((review) => ({ ...filesOf(files), review })) }
    const found = describedSchema.parse(JSON.parse(await raw(input, `.table as $table | [.cases[] | (${program})]`)))
    assert.deepEqual(
      found.map(({ services }) => services.map(({ id }) => id)),
      [['mariadb'], ['postgresql']],
    )
  })

  it('is each in the examples', () => {
    const seen = new Set(repositories.map(({ stack }) => stack))
    assert.deepEqual(
      table.stacks.map(({ id }) => id).filter((id) => !seen.has(id)),
      [],
    )
  })

  it('is detected by the same files on the machine', async () => {
    const script = await readFile(new URL('../../instance/lib/stack.sh', import.meta.url), 'utf8')
    const named = /^DETECTION_FILES=\(([^)]*)\)$/m.exec(script)?.[1]?.trim().split(/\s+/)
    assert.deepEqual(named?.toSorted(), DETECTION_FILES.toSorted())
  })
})
