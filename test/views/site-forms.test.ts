import assert from 'node:assert/strict'
import { DAY_MS } from '../../src/site/time.ts'
import { callbackIds, decodeContext, inputIds } from '../../views/action-ids.ts'
import {
  deleteForeverForm,
  extendForm,
  handOverForm,
  passwordForm,
  readExtendForm,
  readHandOverForm,
  readPasswordForm,
} from '../../views/site-forms.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'
import { elementIn, idsIn, wordsIn } from './elements.ts'

const viewContext = aViewContext()
const plum = { name: 'plum', id: 'x' }
const now = SITE_CREATED_AT
const channel = 'C001'

function extending(expiresAt: number, from?: number) {
  return extendForm({ ...plum, expiresAt, ...(from && { from }) }, { now, channel }, viewContext)
}

describe('extendForm', () => {
  it('suggests a week more, but no date past the last that can be chosen', () => {
    const suggested = (expiresAt: number) => {
      const picker = elementIn(extending(expiresAt), inputIds.lastDay)
      return picker.type === 'datepicker' ? picker.initial_date : undefined
    }
    assert.equal(suggested(now + 3 * DAY_MS), '2026-11-12')
    assert.equal(suggested(now + 89 * DAY_MS), '2027-01-31')
  })

  it('remembers the site and the expiry that was seen', () => {
    const contextOf = (from?: number) => decodeContext(extending(now + DAY_MS, from).private_metadata ?? '')
    assert.deepEqual(contextOf(), { channel, ref: { ...plum, from: now + DAY_MS } })
    assert.deepEqual(contextOf(7), { channel, ref: { ...plum, from: 7 } })
  })

  it('is read', () => {
    assert.equal(readExtendForm({ 'last-day': { 'last-day': { selected_date: '2026-11-12' } } }), '2026-11-12')
    assert.equal(readExtendForm({ 'last-day': { 'last-day': { selected_date: null } } }), '')
  })
})

describe('passwordForm', () => {
  it('starts from the present user name, and no password', () => {
    const view = passwordForm({ ...plum, accessUser: 'guest' }, {}, viewContext)
    const [user, password] = [inputIds.accessUser, inputIds.password].map((id) => elementIn(view, id))
    assert.ok(user?.type === 'plain_text_input' && password?.type === 'plain_text_input')
    assert.equal(user.initial_value, 'guest')
    assert.equal(password.initial_value, undefined)
    assert.deepEqual(decodeContext(view.private_metadata ?? ''), { ref: plum })
  })

  it('is read, an empty password being one to generate', () => {
    const values = { 'access-user': { 'access-user': { value: 'guest' } }, password: { password: { value: null } } }
    assert.deepEqual(readPasswordForm(values), { user: 'guest', password: '' })
    const chosen = { ...values, password: { password: { value: 'opensesame' } } }
    assert.deepEqual(readPasswordForm(chosen), { user: 'guest', password: 'opensesame' })
  })
})

describe('handOverForm', () => {
  it('asks for a person, and names the present owner', () => {
    const view = handOverForm({ ...plum, owner: 'U001' }, { channel }, viewContext)
    assert.equal(elementIn(view, inputIds.owner).type, 'users_select')
    assert.match(wordsIn(view), /\*plum\* belongs to <@U001>/)
  })

  it('is read', () => {
    assert.equal(readHandOverForm({ owner: { owner: { selected_user: 'U002' } } }), 'U002')
    assert.equal(readHandOverForm({ owner: { owner: { selected_user: null } } }), undefined)
  })
})

describe('deleteForeverForm', () => {
  it('names the site and its address, and asks for nothing but Yes', () => {
    const view = deleteForeverForm(plum, { channel }, viewContext)
    assert.match(wordsIn(view.blocks), /\*plum\* \(<https:\/\/plum\.test\.example\.com\|.*cannot be restored/)
    assert.deepEqual(idsIn(view), [])
    assert.equal(view.submit?.text, 'Delete for good')
    assert.deepEqual(decodeContext(view.private_metadata ?? ''), { channel, ref: plum })
  })
})

describe('forms about a site', () => {
  it('are told apart by their callback ids', () => {
    const views = [
      extending(now),
      passwordForm({ ...plum, accessUser: 'guest' }, {}, viewContext),
      handOverForm({ ...plum, owner: 'U001' }, {}, viewContext),
      deleteForeverForm(plum, {}, viewContext),
    ]
    const {
      extendForm: extend,
      passwordForm: password,
      handOverForm: handOver,
      deleteForeverForm: forever,
    } = callbackIds
    assert.deepEqual(
      views.map(({ callback_id: id }) => id),
      [extend, password, handOver, forever],
    )
  })
})
