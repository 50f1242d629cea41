import assert from 'node:assert/strict'
import fc from 'fast-check'
import { checkOutcome } from './promises.ts'
import { aRecipe, openRequest, type Recipe, send, type SentRequest } from './sent-request.ts'
import { createSubject, type Outcome, SECRET } from './subject.ts'
import { recordRequests } from './valid-requests.ts'

export interface FuzzFigures {
  payloads: number
  /** By HTTP status. */
  answers: Record<string, number>
  /** Records changed, by those who may. */
  changes: number
  /** Requests that were not from Slack. */
  strangers: number
  /** What was reported as a fault of ours, by its text. */
  faults: Record<string, number>
  /** What was done, by house: what, and who had it done. */
  granted: Record<string, number>
  slowestMs: number
}

/**
 * Sends so many requests, each made of a valid one, to the app's front door. The same seed makes the same requests.
 * @throws with the smallest request found that breaks a promise
 */
export async function fuzzSlack({ seed, payloads }: { seed: number; payloads: number }): Promise<FuzzFigures> {
  const recording = await recordRequests()
  const subject = await createSubject(recording)
  const requests = recording.requests.map(({ kind, body }) => openRequest({ kind, body: subject.redirected(body) }))
  const unhandled: unknown[] = []
  const remember = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', remember)
  const figures: FuzzFigures = {
    payloads,
    answers: {},
    changes: 0,
    strangers: 0,
    faults: {},
    granted: {},
    slowestMs: 0,
  }
  const property = fc.asyncProperty(aRecipe(requests.length), async (recipe: Recipe) => {
    const sent = send(requests[recipe.base] ?? assert.fail('no such request'), recipe, SECRET, Date.now())
    const outcome = await subject.handle(sent)
    checkOutcome(sent, outcome, recording)
    count(figures, outcome, sent)
    if (outcome.answer.statusCode === 500) assert.deepEqual(unhandled, [], 'nothing is left unhandled')
  })
  try {
    await fc.assert(property, { seed, numRuns: payloads })
    // What a request left running would show by now.
    await new Promise((resolve) => setImmediate(resolve))
    assert.deepEqual(unhandled, [], 'nothing is left unhandled')
    return figures
  } finally {
    process.off('unhandledRejection', remember)
    subject.close()
  }
}

function count(figures: FuzzFigures, { answer, changes, logs, errors, ms }: Outcome, sent: SentRequest): void {
  figures.answers[answer.statusCode] = (figures.answers[answer.statusCode] ?? 0) + 1
  figures.changes += changes.length
  figures.strangers += sent.isFromSlack ? 0 : 1
  figures.slowestMs = Math.max(figures.slowestMs, ms)
  const logsRead = `${sent.fixture}: logs`
  if (logs.length > 0) figures.granted[logsRead] = (figures.granted[logsRead] ?? 0) + 1
  for (const { after } of changes) {
    const what = `${sent.fixture}: ${after.history[0]?.action}`
    figures.granted[what] = (figures.granted[what] ?? 0) + 1
  }
  for (const error of errors) {
    const text = String(error).slice(0, 100)
    figures.faults[text] = (figures.faults[text] ?? 0) + 1
  }
}
