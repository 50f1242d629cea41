import type { ClockReading, Update, WholeUpdate, WorkspaceInfo } from '../src/page-server/update.ts'
import { createApi } from './api.ts'
import { createRun, type PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { createMessages } from './messages.ts'
import { createModals } from './modal.ts'
import { createReadMarks } from './read-marks.ts'
import type { Route } from './route.ts'
import { createSidebar } from './sidebar.ts'
import { createMainView } from './main-view.ts'
import { createSurfaces } from './surfaces.ts'
import { wordsFor } from './words.ts'

export interface PersonPage {
  show(route: Route): void
  update(update: Update): void
  updateClock(clock: ClockReading): void
  setConnected(isConnected: boolean): void
}

/** The page as one person sees it. */
export function createPersonPage(first: WholeUpdate, workspace: WorkspaceInfo): PersonPage {
  let { messages, screen } = parted(first)
  let clock = { ...first.clock, readAt: performance.now() }
  let route: Route = { person: screen.me.id }
  const { locale, tz: timeZone } = screen.me
  const words = wordsFor(locale)
  const now = () => clock.now + performance.now() - clock.readAt
  const context: PageContext = {
    api: createApi(screen.me.id),
    words,
    surfaces: createSurfaces(),
    screen: () => screen,
    messages: () => messages,
    dates: () => ({ now: now(), locale, timeZone }),
    run: createRun(words),
  }
  const sidebar = createSidebar(context, workspace)
  const main = h('main')
  const offline = h('p', { class: 'offline', role: 'status', hidden: true }, words.disconnected)
  document.documentElement.lang = locale
  document.body.replaceChildren(sidebar.element, main, offline)
  const mainView = createMainView(context, main)
  const modals = createModals(context)
  const marks = createReadMarks(screen.me.id, localStorage)

  const draw = () => {
    const isKnown = route.view === 'home' || screen.channels.some(({ id }) => id === route.view)
    const view = isKnown ? route.view : screen.channels[0]?.id
    mainView.show({ ...route, ...(view !== undefined && { view }) })
    if (view !== undefined && !document.hidden) marks.markRead(messages, view)
    sidebar.update(view, (id) => marks.isUnread(messages, id))
    modals.update(screen.modals)
  }
  const tick = () => sidebar.updateClock({ ...clock, now: now() })
  const setClock = (reading: ClockReading) => {
    clock = { ...reading, readAt: performance.now() }
    tick()
  }
  tick()
  return {
    show: (next) => {
      route = next
      document.body.classList.remove('with-sidebar')
      draw()
    },
    update: (update) => {
      if ('screen' in update) {
        ;({ messages, screen } = parted(update))
      } else {
        const { home = screen.home, modals = screen.modals } = update.change
        screen = { ...screen, modals, ...(home && { home }) }
        messages.apply(update.change)
      }
      setClock(update.clock)
      draw()
    },
    updateClock: setClock,
    setConnected: (isConnected) => {
      offline.hidden = isConnected
    },
  }
}

function parted({ screen: { messages, ...screen } }: WholeUpdate) {
  return { messages: createMessages(messages), screen }
}
