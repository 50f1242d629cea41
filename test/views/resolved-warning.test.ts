import assert from 'node:assert/strict'
import { resolvedWarning } from '../../views/resolved-warning.ts'
import { aViewContext } from './a-view-context.ts'
import { idsIn } from './elements.ts'
import { RETRY_AT, siteIn } from './sites.ts'

const viewContext = aViewContext()

describe('settledWarning', () => {
  it('says who extended and until when, whatever happened since', () => {
    const history = [
      { at: RETRY_AT + 2, by: 'U004', action: 'redeploy' as const },
      { at: RETRY_AT + 1, by: 'U002', action: 'extend' as const, to: RETRY_AT },
      { at: RETRY_AT, by: 'U003', action: 'delete' as const },
    ]
    const { text, blocks } = resolvedWarning(siteIn('ready', { history }), viewContext)
    assert.match(text, /^✅ \*plum\*: <@U002> extended it until 2 Nov 2026, 12:01 GMT\+9/)
    assert.deepEqual(idsIn({ blocks }), [])
  })

  it('says who deleted it, or that its time was up', () => {
    const after = (action: 'delete' | 'expire') =>
      resolvedWarning(siteIn('archived', { history: [{ at: RETRY_AT, by: 'U003', action }] }), viewContext).text
    assert.match(after('delete'), /<@U003> deleted it/)
    assert.match(after('expire'), /It expired/)
  })

  it('says how things stand when the history has forgotten it', () => {
    assert.match(
      resolvedWarning(siteIn('ready', { history: [] }), viewContext).text,
      /\*plum\*: expires \d+ Nov 2026, /,
    )
  })
})
