import fc from 'fast-check'
import { aLifeStory, liveThrough, type LifeEvent } from '../support/life-story.ts'

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500)

describe('reconcile, whatever happens', function () {
  this.timeout(30 * 60 * 1000)

  it(`keeps its promises in ${RUNS} lives with lost, doubled and reordered triggers, faults and deaths`, async () => {
    await fc.assert(
      fc.asyncProperty(aLifeStory, async ({ events, dice }: { events: LifeEvent[]; dice: number[] }) => {
        await liveThrough(events, dice)
      }),
      { numRuns: RUNS },
    )
  })
})
