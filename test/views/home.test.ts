import assert from 'node:assert/strict'
import type { HomeView } from '@slack/types'
import type { Site } from '../../src/site/site.ts'
import { actionIds, buttonId, decodeHome } from '../../views/action-ids.ts'
import { home } from '../../views/home.ts'
import { en } from '../../views/text/en.ts'
import { aSite } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'
import { elementsIn, idsIn, wordsIn } from './elements.ts'
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

  it('has two buttons and a menu for each site', () => {
    const rows = (site: Site) =>
      elementsIn(home({ ...none, archived: [site] }, viewContext)).flatMap((element): (string | string[])[] => {
        if (element.type === 'overflow') return [element.options.map(({ text }) => text.text)]
        return element.action_id === actionIds.create ? [] : [element.action_id ?? '']
      })
    const { open } = actionIds
    assert.deepEqual(rows(siteIn('ready')), [
      open,
      buttonId('extend'),
      ['Sleep', 'Redeploy', 'Settings…', 'Hand over…', 'Delete'],
    ])
    assert.deepEqual(rows(siteIn('asleep')).slice(0, 2), [buttonId('wake'), buttonId('extend')])
    assert.deepEqual(rows(siteIn('failed')).slice(0, 2), [buttonId('retry'), buttonId('extend')])
    assert.deepEqual(rows(siteIn('archived')), [buttonId('restore'), ['Hand over…', 'Delete without archive…']])
  })

  it('sums up the sites, and what they cost', () => {
    const facts = { mine: [siteIn('ready'), siteIn('asleep')], archived: [siteIn('archived')] }
    const costs = { sites: 3, soFar: 1.5, monthly: 40, unknown: 0 }
    assert.match(
      wordsIn(home({ ...none, ...facts, costs }, viewContext)),
      /3 sites: 1 up, 1 asleep, 1 archived · ≈ \$1\.50 this month so far, ≈ \$40\.00 a month as used/,
    )
    assert.match(wordsIn(home({ ...none, ...facts }, aViewContext('ja'))), /サイト 3 件： 稼働中 1 件, スリープ中 1 件/)
    assert.doesNotMatch(wordsIn(home({ ...none, ...facts, costs, more: true }, viewContext)), /3 sites/)
  })

  const long = { mine: many(200), expiringSoon: many(12, 'fig'), archived: many(11, 'pear'), more: true }
  const shown = (view: HomeView) => {
    const words = wordsIn(view)
    return ['fig', 'plum', 'pear'].map((name) => new Set(words.match(new RegExp(`https://${name}-\\d+`, 'g'))).size)
  }

  it('shows ten sites of each section, and a button for the others', () => {
    const view = home(long, viewContext)
    assert.deepEqual(shown(view), [10, 10, 10])
    assert.deepEqual(
      idsIn(view).filter((id) => id === actionIds.expand),
      Array(3).fill(actionIds.expand),
    )
    for (const count of [2, 1, 12]) assert.ok(wordsIn(view).includes(en.home.showMore({ count })), String(count))
    assert.ok(wordsIn(view).includes(en.home.more))
    assert.ok(!idsIn(home({ ...none, mine: many(10) }, viewContext)).includes(actionIds.expand))
  })

  it('shows all of one section, as far as there is room, and says how to list the rest', () => {
    const view = home({ ...long, expanded: 'mine' }, viewContext)
    assert.deepEqual(shown(view), [10, 22, 10])
    assert.ok(wordsIn(view).includes(en.home.notShown({ count: 178 })))
    assert.equal(decodeHome(view.private_metadata), 'mine')
    assert.deepEqual(shown(home({ ...long, expanded: 'archived' }, viewContext)), [10, 10, 11])
  })
})
