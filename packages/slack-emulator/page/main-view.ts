import { createChannelView, type View } from './channel-view.ts'
import type { PageContext } from './page-context.ts'
import { clearNotices } from './notices.ts'
import { createHomeView } from './home-view.ts'
import type { Route } from './route.ts'
import { createThreadPanel } from './thread-panel.ts'

/** The two columns beside the sidebar. Views keep what is typed in them. */
export function createMainView(context: PageContext, main: HTMLElement): { show(route: Route): void } {
  const views = new Map<string, View>()
  let shown: View[] = []
  const viewOf = (key: string, create: () => View) => {
    const view = views.get(key) ?? create()
    views.set(key, view)
    return view
  }
  return {
    show: ({ view: id, thread }) => {
      const channel = context.screen().channels.find((one) => one.id === id)
      const wanted =
        channel === undefined
          ? [viewOf('home', () => createHomeView(context))]
          : [
              viewOf(channel.id, () => createChannelView(context, channel)),
              ...(thread === undefined
                ? []
                : [viewOf(`${channel.id} ${thread}`, () => createThreadPanel(context, channel, thread))]),
            ]
      const entered = wanted.filter((view) => !shown.includes(view))
      const left = shown.filter((view) => !wanted.includes(view))
      for (const view of left) view.element.remove()
      if (entered.length + left.length > 0) clearNotices()
      for (const view of entered) main.append(view.element)
      if (wanted[1] !== undefined && main.lastElementChild !== wanted[1].element) main.append(wanted[1].element)
      shown = wanted
      for (const view of wanted) view.update()
      if (entered.length > 0) entered.at(-1)?.enter()
      else if (left.length > 0) wanted[0]?.enter()
    },
  }
}
