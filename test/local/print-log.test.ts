import assert from 'node:assert/strict'
import type { LogEvent } from '../../src/log.ts'
import { printLog } from '../../src/local/print-log.ts'

/** What is printed of these, at noon of this computer. */
function printed(...events: LogEvent[]) {
  const text = { out: '', err: '' }
  const log = printLog({
    out: { write: (line) => (text.out += line) },
    err: { write: (line) => (text.err += line) },
    now: () => new Date(2026, 10, 29, 12, 0, 5).getTime(),
  })
  for (const event of events) log(event)
  return text
}

describe('what npm start prints', () => {
  it('is a short line for what people wait for, in their own time', () => {
    const { out, err } = printed(
      { level: 'info', message: 'requested → launching', site: 'plum', phase: 'launching' },
      { level: 'info', message: 'settingUp → ready', site: 'plum', phase: 'ready', durationMs: 81_240 },
      { level: 'info', message: 'extend succeeded', site: 'plum', operation: 'extend', durationMs: 12 },
      { level: 'info', message: 'goingToSleep → asleep', site: 'plum', durationMs: 600_000 },
    )
    assert.equal(err, '')
    assert.deepEqual(out.split('\n'), [
      '2026-11-29 12:00:05  plum  requested → launching',
      '2026-11-29 12:00:05  plum  settingUp → ready  (81 s)',
      '2026-11-29 12:00:05  plum  extend succeeded  (12 ms)',
      '2026-11-29 12:00:05  plum  goingToSleep → asleep  (10 min)',
      '',
    ])
  })

  it('leaves out steps that succeed, and sweeps that have only looked', () => {
    const { out, err } = printed(
      { level: 'debug', message: 'observe-machine succeeded', step: 'observe-machine', outcome: 'succeeded' },
      { level: 'info', message: 'card-edit succeeded', site: 'plum', step: 'card-edit', outcome: 'succeeded' },
      { level: 'info', message: 'sweep succeeded', operation: 'sweep', outcome: 'succeeded' },
    )
    assert.deepEqual([out, err], ['', ''])
  })

  it('has what goes wrong on standard error: below a fault where it is, and the reference that a person has', () => {
    const error = new TypeError('Bearer abcdefghijkl is no function')
    error.stack = 'TypeError: Bearer abcdefghijkl is no function\n    at launch.ts:43:13'
    const { out, err } = printed(
      { level: 'warn', message: 'card throttled: Slack', site: 'plum', step: 'card', outcome: 'throttled', error },
      { level: 'error', message: error.message, reference: '1a2b3c4d', error },
      { level: 'error', message: 'The record of fig cannot be read', site: 'fig' },
    )
    assert.equal(out, '')
    assert.deepEqual(err.split('\n'), [
      '2026-11-29 12:00:05  plum  card throttled: Slack',
      '2026-11-29 12:00:05  Bearer *** is no function  [1a2b3c4d]',
      '    TypeError: Bearer *** is no function',
      '        at launch.ts:43:13',
      '2026-11-29 12:00:05  fig  The record of fig cannot be read',
      '',
    ])
  })
})
