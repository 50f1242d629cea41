import assert from 'node:assert/strict'
import { failureReasons, knownReason } from '../../src/site/failure-reasons.ts'

describe('knownReason', () => {
  it('knows the reasons of the list, and takes all others for unexpected', () => {
    assert.deepEqual(failureReasons.map(knownReason), [...failureReasons])
    assert.equal(knownReason('launch-token-used'), 'unexpected')
  })
})
