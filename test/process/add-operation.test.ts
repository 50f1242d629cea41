import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { filesIn } from '../support/files-in.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

const en = `
  note: {
    line: 'Leaves a note for others.',
    verb: ({ site }) => \`leave a note at \${site}\`,
    done: ({ site, to }) => \`Noted at \${site}: \${to}\`,
    history: ({ by, to = '' }) => \`\${by} noted: \${to}\`,
    form: { title: 'Note', submit: 'Leave note', intro: ({ site }) => \`Everyone can read it on the card of \${site}.\` },
    args: { text: { label: 'Your note', usage: 'TEXT' } },
  },
`
const ja = `
  note: {
    line: 'ほかの人へのメモを残します。',
    verb: ({ site }) => \`\${site} へのメモ\`,
    done: ({ site, to }) => \`\${site} にメモを残しました： \${to}\`,
    history: ({ by, to = '' }) => \`\${by} さんのメモ： \${to}\`,
    form: { title: 'サイトのメモ', submit: '残す', intro: ({ site }) => \`\${site} のカードで、誰でも読めます。\` },
    args: { text: { label: 'メモの内容', usage: 'メモ' } },
  },
`

/** What people write; all else follows from it. */
const changes: Record<string, (before: string) => string> = {
  'src/site/operations/all.ts': (before) =>
    before
      .replace('import type { Operation }', "import { note } from './note.ts'\nimport type { Operation }")
      .replace('  deleteWithoutArchive,\n]', '  note,\n  deleteWithoutArchive,\n]'),
  'views/text/en/operations.ts': (before) => before.replace(/\n\}\n$/, `${en}}\n`),
  'views/text/ja/operations.ts': (before) => before.replace(/\n\}\n$/, `${ja}}\n`),
}
const NEW = 'src/site/operations/note.ts'
const GENERATED = ['docs/permissions.md', 'manifest.yml']

describe('to add an operation', function () {
  this.timeout(600_000)
  let copy: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  before(async () => {
    copy = await makeTemporaryDirectory()
    const packages = ['', 'infra', 'src/cli/mcp', 'test', 'tools'].map((folder) => join(folder, 'node_modules'))
    const others = new Set([...packages, '.git', 'dist', 'coverage', '.local'].map((name) => join(root, name)))
    await cp(root, copy.path, { recursive: true, filter: (source) => !others.has(source) })
    for (const installed of packages) await symlink(join(root, installed), join(copy.path, installed))
    const fixture = await readFile(join(root, 'test/process/note/note.ts'), 'utf8')
    const moved = fixture.replace('../../../src/site/operations/', './').replace('../../../src/site/', '../')
    await writeFile(join(copy.path, NEW), moved)
    for (const [name, change] of Object.entries(changes)) {
      const file = join(copy.path, name)
      await writeFile(file, change(await readFile(file, 'utf8')))
    }
    await runs('tsx', 'tools/docs.ts')
  })
  after(() => copy.remove())

  const runs = async (tool: string, ...words: string[]) => {
    const programs = ['tools', ''].map((folder) => join(root, folder, 'node_modules/.bin'))
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: [...programs, process.env['PATH']].join(delimiter) }
    // What runs in the copy covers nothing here.
    delete env['NODE_V8_COVERAGE']
    const { stdout } = await run(tool, words, { cwd: copy.path, env, maxBuffer: 1e8 }).catch((error: unknown) => {
      const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
      throw new Error(`${tool} failed:\n${said.slice(-10_000)}`, { cause: error })
    })
    return stdout
  }

  it('takes six files, of which two are texts and two are generated', async () => {
    const changed: string[] = []
    for (const name of await filesIn(copy.path)) {
      const before = await readFile(join(root, name), 'utf8').catch(() => undefined)
      if ((await readFile(join(copy.path, name), 'utf8')) !== before) changed.push(name)
    }
    assert.deepEqual(changed.toSorted(), [NEW, ...Object.keys(changes), ...GENERATED].toSorted())
  })

  it('is enough for the compiler', () => runs('tsc', '-p', '.'))

  it('is enough for Slack, the terminal, permissions, the history and the docs', async () => {
    const tests = {
      'process/note': ['note'],
      site: ['permissions', 'card'],
      'site/operations': ['*'],
      slack: ['manifest', 'commands', 'permissions'],
      views: ['texts', 'spoken', 'action-ids', 'card', 'answers', 'limits'],
      cli: ['usage-text'],
    }
    const files = Object.entries(tests).flatMap(([folder, names]) =>
      names.map((name) => `test/${folder}/${name}.test.ts`),
    )
    assert.match(await runs('mocha', ...files), /an operation that was added/)
  })
})
