import assert from 'node:assert/strict'
import { defaultPolicy } from '../../src/site/policy.ts'
import { lastDayHint } from '../../views/last-day-hint.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'

describe('the last day in a form', () => {
  it('names its time zone, and no other, wherever the reader is', () => {
    const policy = { ...defaultPolicy, timeZone: 'UTC' }
    const hint = (locale: 'en' | 'ja') =>
      lastDayHint(SITE_CREATED_AT, { ...aViewContext(locale), policy, readerZone: 'Asia/Tokyo' })
    assert.match(hint('en'), /18:00 \(UTC\) that day\. You can/)
    assert.match(hint('ja'), /その日の 18:00（UTC）にアーカイブします。後で/)
  })
})
