import assert from 'node:assert/strict'
import { readHost } from '../../src/gateway/gateway.ts'

describe('readHost', () => {
  const read = (header: string | undefined) => readHost(header, 'localhost')

  it('finds the name of a site, in small letters, with or without port and final dot', () => {
    for (const header of ['plum.localhost', 'PLUM.LocalHost:8080', 'plum.localhost.:80', 'plum.localhost.']) {
      assert.deepEqual(read(header), { kind: 'site', host: 'plum.localhost', name: 'plum' }, header)
    }
  })

  it('reads other domains, too', () => {
    assert.deepEqual(readHost('plum.sites.test', 'sites.test'), { kind: 'site', host: 'plum.sites.test', name: 'plum' })
    assert.equal(readHost('plum.localhost', 'sites.test').kind, 'elsewhere')
  })

  it('finds nothing in what is no host', () => {
    for (const header of [
      undefined,
      '',
      ' ',
      '.',
      '..',
      '.localhost',
      'plum.localhost:',
      'plum.localhost:123456',
      'a'.repeat(254),
    ]) {
      assert.deepEqual(read(header), { kind: 'malformed' }, header)
    }
  })
})
