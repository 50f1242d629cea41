import assert from 'node:assert/strict'
import { fuzzReports } from './reports.ts'

/** The long version is `npm run test:fuzz`. */
describe('whatever a machine reports', () => {
  it('can be stored and shown', async () => {
    const recorded = await fuzzReports({ seed: 7, reports: 200 })
    // Were all refused, nothing would have been tried.
    assert.ok(recorded > 50, `${recorded} recorded`)
  })
})
