import assert from 'node:assert/strict'
import { actionIds, decodePage } from '../../views/action-ids.ts'
import { siteList, SITES_PER_PAGE } from '../../views/site-list.ts'
import { en } from '../../views/text/en.ts'
import { aSite } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'
import { elementIn, idsIn, wordsIn } from './elements.ts'
import { siteIn } from './sites.ts'

const viewContext = aViewContext()

describe('siteList', () => {
  it('gives each site a row with state, address and end', () => {
    const list = siteList(
      { sites: [siteIn('ready'), siteIn('archived', { name: 'fig' })] },
      { kind: 'mine' },
      viewContext,
    )
    const words = wordsIn(list.blocks)
    assert.match(
      words,
      /🟢 \*<https:\/\/plum\.test\.example\.com\|plum\.test\.example\.com>\* · Ready · expires \d+ Nov 2026, /,
    )
    assert.match(words, /📦 \*<https:\/\/fig\..* · Archived · restore by \d+ Dec 2026, 18:00/)
    assert.ok(words.includes(en.list.howToShow))
    assert.deepEqual(idsIn(list), [actionIds.select])
    assert.equal(list.text, 'Your test sites: plum, fig')
  })

  it('has a button for the next page, which knows where it goes on', () => {
    const list = siteList({ sites: [siteIn('ready')] }, { kind: 'all', nextCursor: 'abc' }, viewContext)
    const button = elementIn(list, actionIds.nextPage)
    assert.ok(button.type === 'button')
    assert.deepEqual(decodePage(button.value), { kind: 'all', cursor: 'abc' })
  })

  it('says what to do where there is nothing', () => {
    const list = siteList({ sites: [] }, { kind: 'channel' }, viewContext)
    assert.ok(wordsIn(list.blocks).includes(en.list.empty.channel))
    assert.ok(!wordsIn(list.blocks).includes(en.list.howToShow))
  })

  it('keeps to a page, and says what it left out or could not read', () => {
    const sites = Array.from({ length: SITES_PER_PAGE + 3 }, (_, index) => aSite({ name: `plum-${index}` }))
    const words = wordsIn(siteList({ sites, unreadable: ['fig', 'pear'] }, { kind: 'all' }, viewContext).blocks)
    assert.ok(words.includes(en.list.notShown({ count: 3 })))
    assert.ok(words.includes('`fig`, `pear`'))
    assert.ok(!words.includes('plum-15'))
  })
})
