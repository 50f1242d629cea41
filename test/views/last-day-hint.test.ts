import assert from 'node:assert/strict'
import { defaultPolicy } from '../../src/site/policy.ts'
import { lastDayHint } from '../../views/last-day-hint.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'

function hint(timeZone: string, readerZone: string | undefined, locale: 'en' | 'ja' = 'en'): string {
  const viewContext = { ...aViewContext(locale), policy: { ...defaultPolicy, timeZone } }
  return lastDayHint('2026-11-15', SITE_CREATED_AT, { ...viewContext, ...(readerZone !== undefined && { readerZone }) })
}

describe('the last day in a form', () => {
  it('names its time zone, and says when it ends in the reader’s, which may be another day', () => {
    assert.match(hint('UTC', 'Asia/Tokyo'), /18:00 \(UTC\) that day; for 15 Nov 2026, that's 16 Nov 2026, 03:00 GMT\+9/)
    assert.match(hint('UTC', 'Asia/Tokyo', 'ja'), /18:00（UTC）.*2026\/11\/15 の場合、.*2026\/11\/16 03:00 JST です/)
  })

  it('says no more where both are the same at that moment, or the reader’s is not known', () => {
    for (const zone of ['Asia/Tokyo', 'Asia/Seoul', undefined])
      assert.match(hint('Asia/Tokyo', zone), /18:00 \(Asia\/Tokyo\) that day\. You can/)
  })
})
