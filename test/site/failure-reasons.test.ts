import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { failureReasons, knownReason, pushMends } from '../../src/site/failure-reasons.ts'

describe('reasons of failures', () => {
  it('have a text for each that a machine can give', async () => {
    const script = await readFile(new URL('../../instance/lib/result.sh', import.meta.url), 'utf8')
    const [, codes = ''] = /EXIT_CODES=\(([^)]*)\)/.exec(script) ?? []
    const reasons = [...codes.matchAll(/\[([a-z-]+)\]=/g)].map(([, reason = '']) => reason)
    assert.ok(reasons.includes('build-failed'))
    assert.deepEqual(
      reasons.filter((reason) => !failureReasons.some((known) => known === reason)),
      [],
    )
  })

  it('are mended by a push where what was pushed may have caused them', async () => {
    const script = await readFile(new URL('../../instance/lib/result.sh', import.meta.url), 'utf8')
    const [, permanent = ''] = /PERMANENT=' ([^']*) '/.exec(script) ?? []
    // These are the site's or the machine's own.
    const others = new Set(['invalid-input', 'repository-missing', 'nginx-refused'])
    const reasons = permanent.split(' ').filter((reason) => !others.has(reason))
    assert.ok(reasons.length > 10)
    assert.deepEqual(
      reasons.filter((reason) => !pushMends.has(reason)),
      [],
    )
  })

  it('count as unexpected where nobody knows them', () => {
    assert.equal(knownReason('never-heard-of'), 'unexpected')
    assert.equal(knownReason('start-failed'), 'start-failed')
  })
})
