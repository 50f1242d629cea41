import { syncBlocks } from './blocks.ts'
import type { View } from './channel-view.ts'
import { dayOf } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { noticeArea } from './notices.ts'
import { syncChildren } from './sync-children.ts'
import { viewHeader } from './view-header.ts'

/** The app's Home tab. Opening it tells the app. */
export function createHomeView(context: PageContext): View {
  const header = h('div', { class: 'header-area' })
  const blocks = h('div', { class: 'blocks' })
  const empty = h('p', { class: 'beginning' }, context.words.homeEmpty)
  const scroll = h('div', { class: 'home', tabindex: -1 }, empty, blocks)
  const element = h('section', { class: 'view', 'aria-label': context.words.home }, header, scroll, noticeArea())
  const surface = context.surfaces.at({ home: true })
  return {
    element,
    update: () => {
      const { home, channels, me } = context.screen()
      // The first visit of Home opens the Messages tab.
      const digest = String(channels.some(({ directWith }) => directWith === me.id))
      syncChildren(header, [{ key: 'header', digest, build: () => viewHeader(context, 'home') }])
      empty.hidden = home !== undefined
      const day = dayOf(context.dates().now, context.dates())
      syncBlocks(blocks, home?.blocks ?? [], { surface, day }, context)
    },
    enter: () => {
      scroll.focus()
      void context.run(scroll, () => context.api.openHome())
    },
  }
}
