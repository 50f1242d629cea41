import assert from 'node:assert/strict'
import {
  changedVariables,
  MAX_ENVIRONMENT_BYTES,
  readVariableNames,
  readVariables,
} from '../../src/site/environment.ts'
import { isUserError } from '../../src/site/user-error.ts'

/** The error's code, and all that it says besides. */
function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (isUserError(error)) return `${error.code} ${JSON.stringify(error.params)}`
    throw error
  }
  return 'none'
}

describe('readVariables', () => {
  const read: [what: string, text: string, variables: Record<string, string>][] = [
    ['lines', 'A=1\nB_2=two words\n', { A: '1', B_2: 'two words' }],
    ['other line ends, and a mark at the beginning', '\uFEFFA=1\r\nB=2\rC=3', { A: '1', B: '2', C: '3' }],
    ['what is around a name and a value', '  export  A =  1  \n\tB=2', { A: '1', B: '2' }],
    ['blank lines and comments', '\n  \n# A=0\n  # B=0\nA=1 # one\nB=#2\nC=a#b', { A: '1', B: '', C: 'a#b' }],
    ['empty values', 'A=\nB=\'\'\nC=""', { A: '', B: '', C: '' }],
    ['more equals signs', 'KEY=base64:ab+/cd==', { KEY: 'base64:ab+/cd==' }],
    ['dollars and backslashes as they are', 'A=$B\\n`id`', { A: '$B\\n`id`' }],
    ['quotes within', `A=it's "so"`, { A: `it's "so"` }],
    ['single quotes', `A='a # "b" \\n $C' # d`, { A: 'a # "b" \\n $C' }],
    ['double quotes', String.raw`A="a # 'b' \n\t\"\\\$C \x"`, { A: `a # 'b' \n\t"\\$C \\x` }],
    [
      'several lines',
      `A='-----BEGIN\nab\n-----END'\nB="x\ny"\nC=1`,
      { A: '-----BEGIN\nab\n-----END', B: 'x\ny', C: '1' },
    ],
    ['the last of two', 'A=1\nA=2', { A: '2' }],
    [
      'names that objects have',
      'constructor=1\n__proto__=2',
      Object.fromEntries([
        ['constructor', '1'],
        ['__proto__', '2'],
      ]),
    ],
    ['nothing', '\n# nothing', {}],
  ]
  for (const [what, text, variables] of read) {
    it(`takes ${what}`, () => assert.deepEqual(readVariables(text), variables))
  }

  const unreadable: [what: string, text: string, line: number][] = [
    ['no equals sign', 'A=1\n\nsecret', 3],
    ['no name', 'A=1\n=secret', 2],
    ['a name that is none', 'A-B=secret', 1],
    ['a digit first', '1A=secret', 1],
    ['a name too long', `${'A'.repeat(129)}=secret`, 1],
    ['an open quote', 'A="secret\nB=2', 1],
    ['something after a quote', `A=1\nB='secret'more`, 2],
    ['NUL', 'A=se\0cret', 1],
  ]
  for (const [what, text, line] of unreadable) {
    it(`refuses ${what}, by the line's number alone`, () => {
      assert.equal(
        refusal(() => readVariables(text)),
        `variable-unreadable {"line":${line}}`,
      )
    })
  }

  it('refuses what pokopoko sets itself, and what shells use', () => {
    for (const name of ['PORT', 'PATH', 'HOME', 'SITE_URL', 'GIT_COMMIT', 'BASH_ENV', 'IFS', 'UID', '_']) {
      assert.equal(
        refusal(() => readVariables(`A=1\n${name}=secret`)),
        `variable-reserved {"name":"${name}"}`,
      )
    }
  })

  // With time that grows by the square of the length, minutes.
  it('reads a hundred kilobytes in no time', () => {
    const startedAt = performance.now()
    for (const text of ['A="' + '\\'.repeat(100_000), 'A=' + ' '.repeat(100_000) + 'x', "A='" + 'x\n'.repeat(50_000)]) {
      refusal(() => readVariables(text))
    }
    assert.ok(performance.now() - startedAt < 20_000)
  })
})

describe('readVariableNames', () => {
  it('takes names between spaces, commas and line ends', () => {
    assert.deepEqual(readVariableNames(' A, B_2\nC、D '), ['A', 'B_2', 'C', 'D'])
    assert.deepEqual(readVariableNames(''), [])
  })

  it('does not repeat what is none', () => {
    assert.equal(
      refusal(() => readVariableNames('A sk-secret')),
      'variable-unknown {}',
    )
  })
})

describe('changedVariables', () => {
  const before = { A: '1', B: '2' }

  it('adds, changes and removes', () => {
    assert.deepEqual(changedVariables(before, { set: { C: '3', A: '0' }, remove: ['B'] }), { A: '0', C: '3' })
  })

  it('refuses to change nothing, and to remove what is not there', () => {
    assert.equal(
      refusal(() => changedVariables(before, { set: {}, remove: [] })),
      'environment-unchanged {}',
    )
    assert.equal(
      refusal(() => changedVariables(before, { set: {}, remove: ['toString'] })),
      'variable-unknown {}',
    )
  })

  it('takes as much as a parameter holds, in bytes', () => {
    const room = MAX_ENVIRONMENT_BYTES - '{"C":""}'.length
    const set = (value: string) => () => changedVariables({}, { set: { C: value }, remove: [] })
    assert.equal(refusal(set('x'.repeat(room))), 'none')
    assert.equal(refusal(set('x'.repeat(room + 1))), 'environment-too-large {"max":4096}')
    assert.equal(refusal(set('é'.repeat(room / 2 + 1))), 'environment-too-large {"max":4096}')
  })
})
