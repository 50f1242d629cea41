import assert from 'node:assert/strict'
import { idleChoices, readIdleTime } from '../../src/site/idle-time.ts'
import { refuses } from './user-errors.ts'

describe('readIdleTime', () => {
  it('reads each choice by its name, and as people write it', () => {
    for (const choice of idleChoices) assert.equal(readIdleTime(choice), choice)
    const cases = {
      '4': '4h',
      '1 hour': '1h',
      '８時間': '8h',
      ' At night ': 'night',
      夜間: 'night',
      off: 'never',
      しない: 'never',
      標準: 'default',
    }
    for (const [typed, choice] of Object.entries(cases)) assert.equal(readIdleTime(typed), choice, typed)
  })

  it('refuses all else', () => {
    for (const typed of ['', '3h', '0', '24h', '-1h', 'soon', 'constructor', '1h 2h'])
      refuses(() => readIdleTime(typed), 'idle-time-unreadable', { text: typed })
  })
})
