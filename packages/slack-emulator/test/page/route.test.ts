import assert from 'node:assert/strict'
import { hrefOf, readRoute } from '../../page/route.ts'

describe('the page’s address', () => {
  for (const route of [
    { person: 'U1' },
    { person: 'U1', view: 'home' },
    { person: 'U1', view: 'C1', thread: '1.000002' },
  ]) {
    it(`names ${Object.keys(route).join(', ')}`, () => assert.deepEqual(readRoute(hrefOf(route)), route))
  }

  it('may name nobody', () => {
    for (const hash of ['', '#', '#/', '#/%E0%A4%A']) assert.equal(readRoute(hash), undefined)
  })
})
