import assert from 'node:assert/strict'
import type { OperationName } from '../../src/site/operations/all.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { decodeContext } from '../../views/action-ids.ts'
import { operationForm, readOperationForm } from '../../views/operation-form.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'
import { elementIn, idsIn, wordsIn } from './elements.ts'
import { siteIn } from './sites.ts'

const viewContext = aViewContext()
const now = SITE_CREATED_AT
const channel = 'C001'
const site = siteIn('ready')

function formOf(operation: OperationName, seen: { expiresAt?: number; from?: number } = {}) {
  const { expiresAt = site.spec.expiresAt, from = expiresAt } = seen
  return operationForm(operation, { ...site, spec: { ...site.spec, expiresAt } }, { now, channel, from }, viewContext)
}

describe('the form of an operation', () => {
  it('remembers the site, what it is for, where it was opened, and the expiry that was seen', () => {
    const contextOf = (from?: number) =>
      decodeContext(formOf('extend', { ...(from && { from }) }).private_metadata ?? '')
    const { name, id, spec } = site
    assert.deepEqual(contextOf(), { channel, operation: 'extend', ref: { name, id, from: spec.expiresAt } })
    assert.deepEqual(contextOf(7), { channel, operation: 'extend', ref: { name, id, from: 7 } })
  })

  it('suggests a week more, but no date past the last that can be chosen', () => {
    const suggested = (expiresAt: number) => {
      const picker = elementIn(formOf('extend', { expiresAt }), 'until')
      return picker.type === 'datepicker' ? picker.initial_date : undefined
    }
    assert.equal(suggested(now + 3 * DAY_MS), '2026-11-12')
    assert.equal(suggested(now + 89 * DAY_MS), '2027-01-31')
  })

  it('starts from the present user name, and no password', () => {
    const view = formOf('change-password')
    const [user, password] = ['user', 'password'].map((id) => elementIn(view, id))
    assert.ok(user?.type === 'plain_text_input' && password?.type === 'plain_text_input')
    assert.equal(user.initial_value, 'guest')
    assert.equal(password.initial_value, undefined)
  })

  it('asks for a person, and names the present owner', () => {
    const view = formOf('hand-over')
    assert.equal(elementIn(view, 'owner').type, 'users_select')
    assert.match(wordsIn(view), /\*plum\* belongs to <@U001>/)
  })

  it('names the site and its address, says what cannot be undone, and asks for nothing but Yes', () => {
    const view = formOf('delete-without-archive')
    assert.match(wordsIn(view.blocks), /delete plum\?\*.*<https:\/\/plum\.test\.example\.com\|.*can't undo/)
    assert.deepEqual(idsIn(view), [])
    assert.equal(view.submit?.text, 'Delete permanently')
  })

  it('is read, what is empty as an empty text', () => {
    const picked = { until: { until: { selected_date: '2026-11-12' } } }
    assert.deepEqual(readOperationForm('extend', picked), { until: '2026-11-12' })
    assert.deepEqual(readOperationForm('extend', { until: { until: { selected_date: null } } }), { until: '' })
    const values = { user: { user: { value: 'guest' } }, password: { password: { value: null } } }
    assert.deepEqual(readOperationForm('change-password', values), { user: 'guest', password: '' })
    assert.deepEqual(readOperationForm('hand-over', { owner: { owner: { selected_user: 'U002' } } }), { owner: 'U002' })
  })
})
