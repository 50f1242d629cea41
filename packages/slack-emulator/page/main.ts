import { createPersonPage, type PersonPage } from './person-page.ts'
import { hrefOf, readRoute, type Route } from './route.ts'
import type { WorkspaceInfo } from '../src/page-server/update.ts'
import { readClock, readUpdate, readWorkspace } from './wire.ts'

/** Draws the page of the person in the address, and keeps it up to date. */
function follow(route: Route, workspace: WorkspaceInfo): { show(route: Route): void; stop(): void } {
  let events: EventSource
  let page: PersonPage | undefined
  let latest = route
  let position = ''
  const takeUpdate = ({ data, lastEventId }: MessageEvent<string>) => {
    const update = readUpdate(data)
    // A new connection begins with everything.
    if ('change' in update && update.after !== position) return connect()
    position = lastEventId
    if (page !== undefined) return page.update(update)
    if ('change' in update) return
    page = createPersonPage(update, workspace)
    page.show(latest)
    document.body.inert = false
  }
  /** When the connection breaks, the browser makes a new one, and names the last event that it got. */
  const connect = () => {
    events?.close()
    events = new EventSource(`/events?as=${encodeURIComponent(route.person)}`)
    events.addEventListener('update', takeUpdate)
    events.addEventListener('clock', ({ data }: MessageEvent<string>) => page?.updateClock(readClock(data)))
    events.addEventListener('open', () => page?.setConnected(true))
    events.addEventListener('error', () => page?.setConnected(false))
  }
  connect()
  return {
    show: (next) => {
      latest = next
      page?.show(next)
    },
    stop: () => events.close(),
  }
}

const workspace = readWorkspace(await (await fetch('/workspace')).text())
const [firstPerson = ''] = workspace.people
document.title = workspace.name
let person = ''
let following: ReturnType<typeof follow> | undefined

function go(): void {
  const route = readRoute(location.hash)
  if (route === undefined || !workspace.people.includes(route.person)) {
    location.replace(hrefOf({ person: firstPerson }))
    return
  }
  if (route.person === person) return following?.show(route)
  following?.stop()
  for (const dialog of document.querySelectorAll('dialog')) dialog.remove()
  // Until then it's the page of the person before, whose links would lead back to them.
  document.body.inert = true
  person = route.person
  following = follow(route, workspace)
}

addEventListener('hashchange', go)
go()
