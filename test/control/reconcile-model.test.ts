import fc from 'fast-check'
import { liveThrough } from '../support/chaos/live.ts'
import { aScenario, type Scenario } from '../support/chaos/scenario.ts'
import { createTally } from '../support/chaos/tally.ts'

const SCENARIOS = 50

describe('reconcile, whatever happens', function () {
  this.timeout(600_000)

  // Many more run in `npm run test:chaos`.
  it(`keeps its promises in ${SCENARIOS} scenarios with faults, deaths, and triggers lost, doubled and late`, async () => {
    const scenario = fc.asyncProperty(aScenario, async (scenario: Scenario) => liveThrough(scenario, createTally()))
    await fc.assert(scenario, { numRuns: SCENARIOS })
  })
})
