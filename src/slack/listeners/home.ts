import type { App } from '@slack/bolt'
import type { ListenerDeps } from '../app.ts'
import { publishHome } from '../publish-home.ts'

export function registerHome(app: App, deps: ListenerDeps): void {
  app.event('app_home_opened', async ({ client, event }) => {
    if (event.tab !== 'home') return
    await publishHome(client, event.user, await deps.readers.person(client, event.user), deps)
  })
}
