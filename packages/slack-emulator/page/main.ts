import { createPersonPage, type PersonPage } from './person-page.ts'
import { hrefOf, readRoute, type Route } from './route.ts'
import { readClock, readPeople, readUpdate } from './wire.ts'

/** Draws the page of the person whom the address names, and keeps it as the workspace is. */
function follow(route: Route, actors: string[]): { show(route: Route): void; stop(): void } {
  const events = new EventSource(`/events?as=${encodeURIComponent(route.person)}`)
  let page: PersonPage | undefined
  let latest = route
  events.addEventListener('update', ({ data }: MessageEvent<string>) => {
    const update = readUpdate(data)
    if (page !== undefined) return page.update(update)
    page = createPersonPage(update, actors)
    page.show(latest)
  })
  events.addEventListener('clock', ({ data }: MessageEvent<string>) => page?.updateClock(readClock(data)))
  events.addEventListener('open', () => page?.setConnected(true))
  events.addEventListener('error', () => page?.setConnected(false))
  return {
    show: (next) => {
      latest = next
      page?.show(next)
    },
    stop: () => events.close(),
  }
}

const actors = readPeople(await (await fetch('/people')).text())
const [firstActor = ''] = actors
let person = ''
let following: ReturnType<typeof follow> | undefined

function go(): void {
  const asked = readRoute(location.hash)
  if (asked === undefined || !actors.includes(asked.person)) {
    location.replace(hrefOf({ person: firstActor }))
    return
  }
  if (asked.person === person) return following?.show(asked)
  following?.stop()
  for (const dialog of document.querySelectorAll('dialog')) dialog.remove()
  person = asked.person
  following = follow(asked, actors)
}

addEventListener('hashchange', go)
go()
