import { App, type AwsLambdaReceiver, type Logger } from '@slack/bolt'
import type { SlackDeps } from './deps.ts'
import { registerCommand } from './listeners/command.ts'
import { registerCreateForm } from './listeners/create-form.ts'
import { registerHome } from './listeners/home.ts'
import { registerList } from './listeners/list.ts'
import { registerMessages } from './listeners/messages.ts'
import { registerLogs } from './listeners/logs.ts'
import { registerOperations } from './listeners/operations.ts'
import { registerOptions } from './listeners/options.ts'
import { registerUnfurl } from './listeners/unfurl.ts'
import { registerSelect } from './listeners/select.ts'
import { createPeople } from './people.ts'
import { slackFetch } from './slack-fetch.ts'

export interface AppOptions {
  botToken: string
  /** Of another Web API than Slack's own. */
  slackApiUrl?: string
}

export function createApp(
  deps: SlackDeps,
  { botToken, slackApiUrl, receiver, logger }: AppOptions & { receiver: AwsLambdaReceiver; logger: Logger },
): App {
  const app = new App({
    receiver,
    logger,
    // Otherwise Bolt asks Slack who the bot is, at each start or request; nothing here needs that.
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
    clientOptions: {
      retryConfig: { retries: 0 },
      // Otherwise one 429 delays everyone's calls by its Retry-After, and no time limit applies.
      rejectRateLimitedCalls: true,
      // Limits the time of calls (`deadline.ts`).
      fetch: slackFetch(slackApiUrl),
      ...(slackApiUrl !== undefined && { slackApiUrl }),
    },
  })
  const listenerDeps = { ...deps, people: createPeople(deps) }
  registerCommand(app, listenerDeps)
  registerCreateForm(app, listenerDeps)
  registerHome(app, listenerDeps)
  registerList(app, listenerDeps)
  registerMessages(app, listenerDeps)
  registerLogs(app, listenerDeps)
  registerOperations(app, listenerDeps)
  registerOptions(app, listenerDeps)
  registerSelect(app, listenerDeps)
  registerUnfurl(app, listenerDeps)
  // Listeners handle their own errors. Without this, an error after the acknowledgement would get lost.
  app.error(async (error) => void deps.report(error))
  return app
}
