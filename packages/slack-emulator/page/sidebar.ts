import type { Channel, Person } from '../src/workspace.ts'
import { avatarOf } from './avatar.ts'
import { createClockPanel } from './clock-panel.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { hrefOf, readRoute } from './route.ts'
import { syncChildren, type KeyedChild } from './sync-children.ts'
import type { ClockReading, WorkspaceInfo } from '../src/page-server/update.ts'

export interface Sidebar {
  element: HTMLElement
  /** @param current the view that is open; @param isUnread whether a channel has something new */
  update(current: string | undefined, isUnread: (channelId: string) => boolean): void
  updateClock(clock: ClockReading): void
}

/** The left column: channels, people to act as, and the clock. */
export function createSidebar(context: PageContext, workspace: WorkspaceInfo): Sidebar {
  const { words } = context
  const clock = createClockPanel(context)
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
  const navigation = h('div', { class: 'navigation' })
  navigation.append(group(words.channels, channels), group(words.directMessages, directs), group(words.apps, apps))
  element.append(brand, navigation, createPersonSwitch(context, people))
  if (showsClock) element.append(clock.element)
  return {
    element,
    updateClock: clock.update,
    update: (current, isUnread) => {
      const screen = context.screen()
      const entry = (channel: Channel) => channelEntry(channel, { current, unread: isUnread(channel.id) }, context)
      const open = screen.channels.filter(({ archived = false }) => !archived)
      syncChildren(channels, open.filter(({ directWith }) => directWith === undefined).map(entry))
      syncChildren(directs, open.filter(({ directWith }) => directWith !== undefined).map(entry))
      syncChildren(apps, [homeEntry(current, context)])
      const section = directs.closest('section')
      if (section !== null) section.hidden = directs.childElementCount === 0
    },
  }
}

function channelEntry(
  { id, name, directWith }: Channel,
  { current, unread }: { current: string | undefined; unread: boolean },
  context: PageContext,
): KeyedChild {
  const { me, people } = context.screen()
  const isCurrent = id === current
  const bot = people.find(({ isBot }) => isBot)
  const picture =
    directWith === undefined ? h('span', { class: 'hash', 'aria-hidden': 'true' }, '#') : bot && avatarOf(bot)
  const build = () => {
    const link = h('a', { href: hrefOf({ person: me.id, view: id }), 'data-at': id }, picture, h('span', {}, name))
    if (isCurrent) link.setAttribute('aria-current', 'page')
    if (unread) link.append(h('span', { class: 'dot', role: 'img', 'aria-label': context.words.unread }))
    return h('li', { class: unread ? 'unread' : undefined }, link)
  }
  return { key: id, digest: JSON.stringify([isCurrent, unread]), build }
}

function homeEntry(current: string | undefined, context: PageContext): KeyedChild {
  const { me, people } = context.screen()
  const bot = people.find(({ isBot }) => isBot)
  const build = () => {
    const attributes = {
      href: hrefOf({ person: me.id, view: 'home' }),
      'data-at': 'home',
      'aria-current': current === 'home' && 'page',
    }
    const link = h('a', attributes, bot && avatarOf(bot), h('span', {}, bot?.realName ?? ''))
    link.append(h('small', {}, context.words.home))
    return h('li', {}, link)
  }
  return { key: 'home', digest: String(current === 'home'), build }
}

/** Who the page acts as. Choosing another person changes the address, which redraws the page. */
function createPersonSwitch({ screen, words }: PageContext, actors: string[]): HTMLElement {
  const { me, people } = screen()
  const choices = people.filter(({ id }) => actors.includes(id)).map((person) => choiceOf(person, me))
  return h('fieldset', { class: 'people' }, h('legend', {}, words.actingAs), ...choices)
}

function choiceOf(person: Person, me: Person): HTMLElement {
  const choose = () => {
    const { view } = readRoute(location.hash) ?? {}
    location.hash = hrefOf({ person: person.id, ...(view !== undefined && { view }) })
  }
  const radio = h('input', { type: 'radio', name: 'acting-as', value: person.id, change: choose })
  radio.checked = person.id === me.id
  const city = person.tz.split('/').at(-1)?.replaceAll('_', ' ')
  const language = new Intl.DisplayNames([person.locale], { type: 'language' }).of(person.locale.split('-')[0] ?? 'en')
  const details = h('small', {}, `${language ?? person.locale} · ${city ?? person.tz}`)
  return h('label', {}, radio, avatarOf(person), h('span', {}, person.realName, details))
}
