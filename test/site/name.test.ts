import assert from 'node:assert/strict'
import fc from 'fast-check'
import { checkName, MAX_NAME_LENGTH } from '../../src/site/name.ts'
import { isUserError } from '../../src/site/user-error.ts'
import { refusal, refuses } from './user-errors.ts'

const suggestionFor = (name: string) => {
  const { code, params } = refusal(() => checkName(name))
  assert.equal(code, 'name-not-a-label')
  return 'suggestion' in params ? params.suggestion : undefined
}

describe('checkName', () => {
  it('accepts DNS labels', () => {
    for (const name of ['a', '7', 'plum', 'plum-2', 'a--b', '2026', 'www2', 'a-b-c', 'x'.repeat(MAX_NAME_LENGTH)]) {
      assert.equal(checkName(name), name)
    }
  })

  it('refuses what is no label', () => {
    const names = [
      '-plum',
      'plum-',
      '-',
      'Plum',
      'plum.pear',
      'plum_pear',
      'plum pear',
      'plum\n',
      '..',
      'プラム',
      'plüm',
    ]
    for (const name of [...names, 'plum/../x', '<b>', 'plum\u0000', 'ｐｌｕｍ']) {
      assert.equal(refusal(() => checkName(name)).code, 'name-not-a-label', JSON.stringify(name))
    }
  })

  it('refuses punycode, and what else such a prefix may come to mean', () => {
    for (const name of ['xn--mnchen-3ya', 'xn--a', 'ab--c']) {
      assert.equal(refusal(() => checkName(name)).code, 'name-not-a-label', name)
    }
  })

  it('refuses addresses that others need', () => {
    for (const name of ['www', 'api', 'mail', 'pokopoko', 'testsite', 'gateway', 'localhost', 'autodiscover', 'wpad']) {
      refuses(() => checkName(name), 'name-reserved', { name })
    }
  })

  it('refuses none at all, and one that is too long', () => {
    refuses(() => checkName(''), 'name-empty')
    refuses(() => checkName('x'.repeat(MAX_NAME_LENGTH + 1)), 'name-too-long', { max: 63 })
  })

  const suggestions: [typed: string, suggestion: string | undefined][] = [
    ['Plum', 'plum'],
    ['Plum Tree', 'plum-tree'],
    ['plum_tree.example', 'plum-tree-example'],
    ['--plum--', 'plum'],
    ['Crème Brûlée!', 'creme-brulee'],
    ['ｐｌｕｍ２', 'plum2'],
    ['xn--plum', 'xn-plum'],
    ['WWW', undefined],
    ['プラム', undefined],
    ['---', undefined],
  ]
  for (const [typed, suggestion] of suggestions) {
    it(`suggests ${suggestion ?? 'nothing'} for ${typed}`, () => assert.equal(suggestionFor(typed), suggestion))
  }

  it('accepts no more than labels, and suggests only what it accepts', () => {
    // As fast-check's unit 'binary', which takes most of a second to build.
    const anything = fc
      .array(fc.nat(0x10ffff), { maxLength: 70 })
      .map((points) => points.map((point) => String.fromCodePoint(point)).join(''))
    const typed = fc.oneof(anything, fc.stringMatching(/^[a-zA-Z0-9 _-]{0,66}$/))
    fc.assert(
      fc.property(typed, (name) => {
        try {
          assert.equal(checkName(name), name)
        } catch (error) {
          if (!isUserError(error)) throw error
          if (typeof error.params === 'object' && 'suggestion' in error.params) checkName(error.params.suggestion)
          return
        }
        assert.ok(name.length <= 63 && new URL(`http://${name}.test`).hostname === `${name}.test`, name)
        assert.ok(!/^-|-$|\.|^..--/.test(name), name)
      }),
      { numRuns: 1000 },
    )
  })
})
