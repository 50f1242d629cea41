import fc from 'fast-check'
import { liveThrough } from '../support/chaos/live.ts'
import { aScenario, type Scenario } from '../support/chaos/scenario.ts'
import { createTally } from '../support/chaos/tally.ts'

const STORIES = 125

describe('reconcile, whatever happens', function () {
  this.timeout(60_000)

  // Many more are told by `npm run test:chaos`.
  it(`keeps its promises in ${STORIES} stories with faults, deaths, and triggers lost, doubled and late`, async () => {
    const story = fc.asyncProperty(aScenario, async (told: Scenario) => liveThrough(told, createTally()))
    await fc.assert(story, { numRuns: STORIES })
  })
})
