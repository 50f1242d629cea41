import assert from 'node:assert/strict'
import { plainLine, plainLines } from '../../../views/terminal/plain-line.ts'

describe("somebody else's text on a terminal", () => {
  it('moves no cursor, colours nothing, and stays one line', () => {
    assert.equal(plainLine('a\u001B[2Jb\r\nc\u2028d\u0007'), 'a [2Jb c d')
    assert.equal(plainLine('  plum\t'), 'plum')
  })

  it('reads in the order in which it stands', () => {
    assert.equal(plainLine('\u202Egpj.exe\u2066x'), 'gpj.exex')
  })

  it('is cut between characters', () => {
    assert.equal(plainLine('🍑'.repeat(4), 4), '🍑'.repeat(4))
    assert.equal(plainLine('🍑'.repeat(5), 4), `${'🍑'.repeat(3)}…`)
  })

  it('keeps the lines of a log, and nothing else that a terminal would obey', () => {
    assert.equal(plainLines('first\r\n\u001B[31msecond\n\n'), 'first\n[31msecond')
    assert.equal(plainLines('x'.repeat(1001)), `${'x'.repeat(999)}…`)
  })
})
