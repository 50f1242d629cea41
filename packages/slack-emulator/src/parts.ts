import type { App } from './manifest.ts'
import type { AppLink } from './app-link.ts'
import type { Files } from './files.ts'
import type { Modals } from './modals.ts'
import type { LoadedOptions } from './loaded-options.ts'
import type { RealTime } from './clock.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { State } from './state.ts'
import type { TriggerIds } from './trigger-ids.ts'
import type { Organization, ViewValues } from './workspace.ts'

/** What a workspace is made of. People's actions and Web API methods take what they need. */
export interface Parts {
  app: App
  state: State
  link: AppLink
  modals: Modals
  loadedOptions: LoadedOptions
  triggers: TriggerIds
  responseUrls: ResponseUrls
  files: Files
  realTime: RealTime
  organization?: Organization
  /** What people picked in messages, by surface; Slack sends it as `state` with every click on the message. */
  messageValues: Map<string, ViewValues>
}
