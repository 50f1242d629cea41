import type { Channel } from '../src/workspace.ts'
import { avatarOf } from './avatar.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { iconOf } from './icons.ts'
import { hrefOf } from './route.ts'

/** The line above a view: the channel's name, or the app's with its two tabs. */
export function viewHeader(context: PageContext, channel: Channel | 'home'): HTMLElement {
  const menu = h('button', {
    type: 'button',
    class: 'quiet menu-button',
    'aria-label': context.words.menu,
    click: toggleSidebar,
  })
  menu.append(iconOf('menu'))
  if (channel !== 'home' && channel.directWith === undefined) {
    return h('header', { class: 'view-header' }, menu, h('h1', {}, h('span', { class: 'hash' }, '#'), channel.name))
  }
  const bot = context.screen().people.find(({ isBot }) => isBot)
  const title = h('h1', {}, bot && avatarOf(bot), bot?.realName ?? '')
  return h('header', { class: 'view-header' }, menu, title, tabs(context, channel === 'home' ? 'home' : channel.id))
}

function tabs({ screen, words }: PageContext, current: string): HTMLElement {
  const { me, channels } = screen()
  const direct = channels.find(({ directWith }) => directWith === me.id)
  const tab = (view: string, name: string) =>
    h('a', { role: 'tab', href: hrefOf({ person: me.id, view }), 'aria-selected': String(view === current) }, name)
  const messages = direct && tab(direct.id, words.messages)
  return h('div', { role: 'tablist', class: 'tabs' }, tab('home', words.home), messages)
}

function toggleSidebar(): void {
  document.body.classList.toggle('with-sidebar')
}
