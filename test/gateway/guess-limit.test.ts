import assert from 'node:assert/strict'
import { networkOf } from '../../src/gateway/guess-limit.ts'

describe('networkOf', () => {
  it('is the first 64 bits of an IPv6 address, however it is written', () => {
    for (const address of [
      '2001:db8::1',
      '2001:DB8:0:0:ffff::',
      '2001:db8:0:0:1:2:3:4',
      '2001:0db8::',
      '2001:db8::%eth0',
    ])
      assert.equal(networkOf(address), '2001:db8:0:0::/64', address)
    assert.equal(networkOf('::1'), '0:0:0:0::/64')
    assert.equal(networkOf('2001:db8:1:2::'), '2001:db8:1:2::/64')
  })

  it('is an IPv4 address itself, and whatever else there is', () => {
    for (const address of ['192.0.2.1', '::ffff:192.0.2.1', '', 'nonsense']) assert.equal(networkOf(address), address)
  })
})
