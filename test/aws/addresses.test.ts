import assert from 'node:assert/strict'
import { addressesOf } from '../../src/aws/addresses.ts'

describe('where sites of a deployment are found', () => {
  const addresses = addressesOf({ domain: 'test.example.com', sizes: [{ type: 't4g.small' }, { type: 't4g.medium' }] })

  it('is below its domain, over HTTPS', () => {
    assert.equal(addresses.siteUrl('website'), 'https://website.test.example.com')
  })

  it('tells the sizes of machines by their types, in their order', () => {
    assert.deepEqual(addresses.sizes, ['t4g.small', 't4g.medium'])
  })
})
