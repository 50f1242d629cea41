import assert from 'node:assert/strict'
import { createRejectionLog } from '../../src/lambda/rejection-log.ts'
import { createFakeClock } from '../support/fake-clock.ts'

describe('the log of refused requests', () => {
  function aLog() {
    const clock = createFakeClock(Date.parse('2026-11-02T03:00:00Z'))
    const lines: Record<string, unknown>[] = []
    return { clock, lines, refused: createRejectionLog(clock, (line) => void lines.push(line)) }
  }

  it('has a line a minute for each reason, with how many there were', () => {
    const { clock, lines, refused } = aLog()
    for (let time = 0; time < 100; time += 1) refused('Slack', 'another signature')
    refused('Slack', 'too old')
    refused('GitHub', 'another signature')
    clock.advance(60_000)
    refused('Slack', 'another signature')
    assert.deepEqual(
      lines.map(({ message, reason, requests }) => [message, reason, requests]),
      [
        ['Rejected a request to the endpoint for Slack', 'another signature', 1],
        ['Rejected a request to the endpoint for Slack', 'too old', 1],
        ['Rejected a request to the endpoint for GitHub', 'another signature', 1],
        ['Rejected a request to the endpoint for Slack', 'another signature', 100],
      ],
    )
  })

  it('is of warnings: whoever knocks sets off no alarm', () => {
    const { lines, refused } = aLog()
    refused('Slack', 'no signature')
    assert.deepEqual(
      lines.map(({ level }) => level),
      ['warn'],
    )
  })
})
