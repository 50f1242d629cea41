import assert from 'node:assert/strict'
import { phaseOf } from '../../../src/site/phase.ts'
import { sleep } from '../../../src/site/operations/sleep.ts'
import { wake } from '../../../src/site/operations/wake.ts'
import { aSite } from '../../support/a-site.ts'
import { aFailure, siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

describe('sleep', () => {
  it('asks for a site without a running machine, and changes nothing else', () => {
    const asleep = grants(
      (site) => sleep.apply(site, REQUEST),
      siteThatIs('ready'),
      { desired: 'asleep', retryRevision: 2 },
      { action: 'sleep' },
    )
    assert.equal(phaseOf(asleep), 'goingToSleep')
  })
})

describe('wake', () => {
  it('asks for the machine to run again, and changes nothing else', () => {
    const awake = grants(
      (site) => wake.apply(site, REQUEST),
      siteThatIs('asleep'),
      { desired: 'up', retryRevision: 2 },
      { action: 'wake' },
    )
    assert.equal(phaseOf(awake), 'waking')
  })

  it('takes back a wish to sleep before it came true', () => {
    assert.equal(phaseOf(wake.apply(siteThatIs('goingToSleep'), REQUEST)), 'ready')
  })

  it('leaves the failure of falling asleep behind', () => {
    const stuck = aSite({ spec: { desired: 'asleep' }, status: { failures: { stop: aFailure() } } })
    assert.equal(phaseOf(stuck), 'failed')
    assert.equal(phaseOf(wake.apply(stuck, REQUEST)), 'ready')
  })
})
