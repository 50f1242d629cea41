import assert from 'node:assert/strict'
import { fuzzSlack } from './slack/fuzz.ts'

/** The long version is `npm run test:fuzz`. */
describe('whatever is sent to the Slack app', () => {
  it('breaks no promise: no fault without a reference, nothing unhandled, no change by who may not', async () => {
    const { answers, changes, strangers } = await fuzzSlack({ seed: 8, payloads: 150 })
    // A quarter. Were all refused, nothing would have been tried.
    assert.ok(
      (answers['200'] ?? 0) > 37 && changes > 10 && strangers > 10,
      JSON.stringify({ answers, changes, strangers }),
    )
  })
})
