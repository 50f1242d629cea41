import type { Channel } from '../src/workspace.ts'
import { avatarOf } from './avatar.ts'
import { createClockPanel } from './clock-panel.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { createPersonSwitch } from './person-switch.ts'
import { hrefOf } from './route.ts'
import { syncChildren, type KeyedChild } from './sync-children.ts'
import type { ClockReading, WorkspaceInfo } from '../src/page-server/update.ts'

export interface Sidebar {
  element: HTMLElement
  /** @param current the view that is open; @param unread ids of channels with something new */
  update(current: string | undefined, unread: ReadonlySet<string>): void
  updateClock(clock: ClockReading): void
}

/** The left column: channels, people to act as, and the clock. */
export function createSidebar(desk: PageContext, workspace: WorkspaceInfo): Sidebar {
  const { words } = desk
  const clock = createClockPanel(desk)
  const channels = h('ul')
  const directs = h('ul')
  const apps = h('ul')
  const group = (label: string, list: HTMLElement) =>
    h('section', {}, h('h2', {}, label), h('nav', { 'aria-label': label }, list))
  const element = h('div', { class: 'sidebar' })
  const brand = h('header', { class: 'brand' }, h('img', { src: '/logo.svg', alt: '' }))
  const { name, byline, people, showsClock } = workspace
  brand.append(h('strong', {}, name))
  if (byline !== undefined) brand.append(h('span', { 'aria-hidden': 'true' }, byline))
  const places = h('div', { class: 'places' })
  places.append(group(words.channels, channels), group(words.directMessages, directs), group(words.apps, apps))
  element.append(brand, places, createPersonSwitch(desk, people))
  if (showsClock) element.append(clock.element)
  return {
    element,
    updateClock: clock.update,
    update: (current, unread) => {
      const screen = desk.screen()
      const entry = (channel: Channel) => placeOf(channel, { current, unread: unread.has(channel.id) }, desk)
      const open = screen.channels.filter(({ archived = false }) => !archived)
      syncChildren(channels, open.filter(({ directWith }) => directWith === undefined).map(entry))
      syncChildren(directs, open.filter(({ directWith }) => directWith !== undefined).map(entry))
      syncChildren(apps, [homeOf(current, desk)])
      const section = directs.closest('section')
      if (section !== null) section.hidden = directs.childElementCount === 0
    },
  }
}

function placeOf(
  { id, name, directWith }: Channel,
  { current, unread }: { current: string | undefined; unread: boolean },
  desk: PageContext,
): KeyedChild {
  const { me, people } = desk.screen()
  const isCurrent = id === current
  const bot = people.find(({ isBot }) => isBot)
  const picture =
    directWith === undefined ? h('span', { class: 'hash', 'aria-hidden': 'true' }, '#') : bot && avatarOf(bot)
  const build = () => {
    const link = h('a', { href: hrefOf({ person: me.id, view: id }), 'data-at': id }, picture, h('span', {}, name))
    if (isCurrent) link.setAttribute('aria-current', 'page')
    if (unread) link.append(h('span', { class: 'dot', role: 'img', 'aria-label': desk.words.unread }))
    return h('li', { class: unread ? 'unread' : undefined }, link)
  }
  return { key: id, digest: JSON.stringify([isCurrent, unread]), build }
}

function homeOf(current: string | undefined, desk: PageContext): KeyedChild {
  const { me, people } = desk.screen()
  const bot = people.find(({ isBot }) => isBot)
  const build = () => {
    const attributes = {
      href: hrefOf({ person: me.id, view: 'home' }),
      'data-at': 'home',
      'aria-current': current === 'home' && 'page',
    }
    const link = h('a', attributes, bot && avatarOf(bot), h('span', {}, bot?.realName ?? ''))
    link.append(h('small', {}, desk.words.home))
    return h('li', {}, link)
  }
  return { key: 'home', digest: String(current === 'home'), build }
}
