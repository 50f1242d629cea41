import { syncBlocks } from './blocks.ts'
import type { View } from './channel-view.ts'
import { dayOf } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { knownBlocks } from './known-blocks.ts'
import { noticePlace } from './notices.ts'
import { syncChildren } from './sync-children.ts'
import { viewHeader } from './view-header.ts'

/** The app's Home tab, which is asked for anew whenever it comes up. */
export function createHomeView(desk: PageContext): View {
  const header = h('div', { class: 'header-place' })
  const blocks = h('div', { class: 'blocks' })
  const empty = h('p', { class: 'beginning' }, desk.words.homeEmpty)
  const scroll = h('div', { class: 'home', tabindex: -1 }, empty, blocks)
  const element = h('section', { class: 'view', 'aria-label': desk.words.home }, header, scroll, noticePlace())
  const surface = desk.surfaces.at({ home: true })
  return {
    element,
    update: () => {
      const { home, channels, me } = desk.screen()
      // The Messages tab comes with the first look at Home.
      const digest = String(channels.some(({ directWith }) => directWith === me.id))
      syncChildren(header, [{ key: 'header', digest, build: () => viewHeader(desk, 'home') }])
      empty.hidden = home !== undefined
      const day = dayOf(desk.dates().now, desk.dates())
      syncBlocks(blocks, knownBlocks(home?.blocks ?? []), { surface, day }, desk)
    },
    enter: () => {
      scroll.focus()
      void desk.run(scroll, () => desk.api.openHome())
    },
  }
}
