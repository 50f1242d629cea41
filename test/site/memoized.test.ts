import assert from 'node:assert/strict'
import { memoized } from '../../src/site/memoized.ts'

describe('a function that keeps its answers', () => {
  it('works once for the same question, and tells questions apart', () => {
    const asked: unknown[][] = []
    const join = memoized((...words: (string | number)[]) => {
      asked.push(words)
      return words.join()
    })
    assert.deepEqual([join('a', 1), join('a', 1), join('a', '1'), join('a,1')], ['a,1', 'a,1', 'a,1', 'a,1'])
    assert.deepEqual(asked, [['a', 1], ['a', '1'], ['a,1']])
  })

  it('forgets rather than grow without end', () => {
    let works = 0
    const same = memoized((value: number) => {
      works += 1
      return value
    })
    for (let value = 0; value < 1001; value++) assert.equal(same(value), value)
    same(1000)
    assert.equal(works, 1001)
    same(0)
    assert.equal(works, 1002)
  })
})
