import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { failureReasons, knownReason } from '../../src/site/failure-reasons.ts'

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

  it('count as unexpected where nobody knows them', () => {
    assert.equal(knownReason('never-heard-of'), 'unexpected')
    assert.equal(knownReason('start-failed'), 'start-failed')
  })
})
