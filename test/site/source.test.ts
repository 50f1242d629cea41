import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import fc from 'fast-check'
import {
  checkAppDirectory,
  checkBranch,
  checkDocumentRoot,
  checkRepository,
  checkStartCommand,
} from '../../src/site/source.ts'
import { UserError } from '../../src/site/user-error.ts'
import { refuses } from './user-errors.ts'

function passes(check: (text: string) => string, text: string): boolean {
  try {
    check(text)
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

describe('checkRepository', () => {
  it('accepts owner/name', () => {
    for (const repository of ['o/n', 'orchard/plum', 'Orchard-2/plum.js', 'orchard/.github', 'orchard/_', 'o/...']) {
      assert.equal(checkRepository(repository), repository)
    }
  })

  it('refuses all else', () => {
    const hostile = ['', 'plum', 'orchard/', '/plum', 'a/b/c', 'orchard/..', 'orchard/.', '../plum', '-o/plum', 'o_o/n']
    const strange = ['orchard/plum\n', ' orchard/plum', 'orchard/pl um', 'orchard/プラム', 'orchard/plum#main', 'o/a;b']
    const urls = ['https://github.com/orchard/plum', 'git@github.com:orchard/plum', 'orchard\\plum', 'orchard/$(id)']
    const long = [`${'o'.repeat(40)}/n`, `o/${'n'.repeat(101)}`]
    for (const text of [...hostile, ...strange, ...urls, ...long]) {
      refuses(() => checkRepository(text), 'repository-invalid')
    }
  })
})

describe('checkBranch', () => {
  it('accepts what people call branches', () => {
    for (const branch of [
      'main',
      'feature/plum-2',
      'a.b',
      'v1.0',
      'ünï/枝',
      'a@b',
      'a{b',
      "it's",
      '#12',
      'a/-b',
      'a;b',
    ]) {
      assert.equal(checkBranch(branch), branch)
    }
  })

  it('refuses what git refuses, or takes for something else', () => {
    const options = ['-', '-d', '--upload-pack=id', '@', 'HEAD', '@{-1}', 'a@{1}']
    const shapes = ['', '/a', 'a/', 'a//b', 'a..b', '.a', 'a/.b', 'a.', 'a.lock', 'a.lock/b', 'x'.repeat(251)]
    const letters = ['a b', 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[b', 'a\\b', 'a\n', 'a\u0000b', 'a\u007f', 'a\tb']
    for (const branch of [...options, ...shapes, ...letters]) refuses(() => checkBranch(branch), 'branch-invalid')
  })

  it('agrees with git', () => {
    const letters = fc.constantFrom(...'aZ0.-/@{}~^:?*[] \\é枝_+#;$\'"\n\u007f')
    const words = fc.constantFrom('.lock', '..', '@{', 'HEAD', 'refs', '//', '/.', 'main')
    const branch = fc
      .array(fc.oneof({ weight: 4, arbitrary: letters }, words), { maxLength: 6 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(branch, (text) => {
        // git takes it as the present branch.
        fc.pre(text !== '@')
        const { status } = spawnSync('git', ['check-ref-format', '--branch', text], { cwd: '/', stdio: 'ignore' })
        assert.equal(passes(checkBranch, text), status === 0, JSON.stringify(text))
      }),
      // Each starts a git.
      { numRuns: 90 },
    )
  })
})

describe('checkDocumentRoot', () => {
  const cases: [typed: string, directory: string][] = [
    ['public', 'public'],
    ['/public/', 'public'],
    [' ./public// ', 'public'],
    ['a/b/c', 'a/b/c'],
    ['a b/c+d@e_f', 'a b/c+d@e_f'],
    ['公開/サイト', '公開/サイト'],
    ['public_html.d', 'public_html.d'],
    ['', ''],
    [' ', ''],
    ['.', ''],
    ['/', ''],
    ['./', ''],
    ['///', ''],
  ]
  for (const [typed, directory] of cases) {
    it(`makes '${directory}' of '${typed}'`, () => assert.equal(checkDocumentRoot(typed), directory))
  }

  it('takes the directory of the app by the same rules', () => {
    assert.equal(checkAppDirectory(' ./apps/web/ '), 'apps/web')
    assert.throws(() => checkAppDirectory('apps/../..'), { code: 'app-directory-invalid' })
  })

  it('takes a start command of one line', () => {
    const longest = 'é'.repeat(500)
    assert.deepEqual([checkStartCommand(' npm start '), checkStartCommand(longest)], ['npm start', longest])
    for (const typed of ['a\nb', 'a\u0000', `${longest}x`]) {
      assert.throws(() => checkStartCommand(typed), { code: 'start-command-invalid', params: { max: 500 } })
    }
  })

  it('refuses what could leave the repository, show what is hidden, or be no path in a configuration', () => {
    const leaving = ['..', '../etc', '/../etc', 'a/../..', 'a/..', './../x', 'a/./b', 'a//b', '.../x', '~/../x', '~']
    const hidden = ['.git', 'a/.git', './.git', '.env', '-a', 'a/-rf']
    const injected = [
      'a;b',
      'a{',
      'a}',
      'a"b',
      "a'b",
      'a$b',
      'a\\b',
      'a\nb',
      'a\u0000b',
      'a#b',
      'a%2e',
      'a*',
      'a\tb',
      'a`b',
    ]
    const odd = ['/ a', 'a /b', '/ /', 'x'.repeat(201)]
    for (const typed of [...leaving, ...hidden, ...injected, ...odd]) {
      assert.throws(() => checkDocumentRoot(typed), { code: 'document-root-invalid' }, JSON.stringify(typed))
    }
  })

  it('stays within the repository, and is the same when it is checked again', () => {
    const typed = fc.array(fc.constantFrom('a', '.', '..', '/', '//', ' ', '-', '~', '\\', 'é', '\u3000'), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(
        typed.map((parts) => parts.join('')),
        (text) => {
          fc.pre(passes(checkDocumentRoot, text))
          const directory = checkDocumentRoot(text)
          assert.ok(`${path.posix.join('/repository', directory)}/`.startsWith('/repository/'), directory)
          assert.equal(checkDocumentRoot(directory), directory)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
