import assert from 'node:assert/strict'
import type { Site } from '../../src/site/site.ts'
import { actionIds, buttonId } from '../../views/action-ids.ts'
import { home } from '../../views/home.ts'
import { en } from '../../views/text/en.ts'
import { aSite } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'
import { idsIn, wordsIn } from './elements.ts'
import { siteIn } from './sites.ts'

const viewContext = aViewContext()
const none = { mine: [], expiringSoon: [], archived: [], more: false }

function many(count: number, prefix = 'plum'): Site[] {
  return Array.from({ length: count }, (_, index) => aSite({ name: `${prefix}-${index}` }))
}

describe('home', () => {
  it('has a button to create, and a friendly word for who has no site', () => {
    const view = home(none, viewContext)
    assert.deepEqual(idsIn(view), [actionIds.create])
    assert.ok(wordsIn(view).includes(en.home.empty))
  })

  it('shows each site with its state, end and buttons', () => {
    const view = home({ ...none, mine: [siteIn('asleep')] }, viewContext)
    const words = wordsIn(view)
    assert.match(words, /🌙 \*<https:\/\/plum\.test\.example\.com\|.*Asleep · expires 16 Nov 2026, 12:00 GMT\+9/)
    assert.match(words, /`orchard\/plum@main` · <@U001>/)
    assert.ok(idsIn(view).includes(buttonId('wake')))
    assert.ok(!words.includes(en.home.empty))
  })

  it('says until when an archived site can be restored', () => {
    const view = home({ ...none, archived: [siteIn('archived')] }, viewContext)
    assert.match(wordsIn(view), /Archived · restore by \d+ Dec 2026, 18:00/)
    assert.ok(idsIn(view).includes(buttonId('restore')))
  })

  it('lists a site of mine that expires soon once', () => {
    const site = siteIn('ready')
    const words = wordsIn(home({ ...none, mine: [site], expiringSoon: [site] }, viewContext))
    assert.equal(words.match(/orchard\/plum@main/g)?.length, 1)
    assert.ok(words.includes(en.home.expiringSoon) && !words.includes(en.home.mine))
  })

  it('says how many sites it does not show, and how to list them', () => {
    const view = home(
      { mine: many(200), expiringSoon: many(12, 'fig'), archived: many(11, 'pear'), more: true },
      viewContext,
    )
    const words = wordsIn(view)
    for (const count of [178, 2, 1]) assert.ok(words.includes(en.home.notShown({ count })), String(count))
    assert.ok(words.includes(en.home.more))
    assert.ok(!wordsIn(home({ ...none, mine: many(22) }, viewContext)).includes('not shown'))
  })
})
