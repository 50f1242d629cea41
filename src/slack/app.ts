import { App, type AwsLambdaReceiver, type Logger } from '@slack/bolt'
import type { SlackDeps } from './deps.ts'
import { registerCommand } from './listeners/command.ts'
import { registerCreateForm } from './listeners/create-form.ts'
import { registerHome } from './listeners/home.ts'
import { registerList } from './listeners/list.ts'
import { registerOperations } from './listeners/operations.ts'
import { registerOptions } from './listeners/options.ts'
import { createPeople } from './people.ts'
import { slackFetch } from './slack-fetch.ts'

export interface AppOptions {
  botToken: string
  /** Of Slack's Web API; Slack's own when left out. */
  slackApiUrl?: string
}

export function createApp(
  deps: SlackDeps,
  { botToken, slackApiUrl, receiver, logger }: AppOptions & { receiver: AwsLambdaReceiver; logger: Logger },
): App {
  const app = new App({
    receiver,
    logger,
    // Bolt would ask Slack who the bot is, at each start or at each request; nothing here needs to know.
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
    clientOptions: {
      retryConfig: { retries: 0 },
      // Else one 429 would hold up every call of every person for its Retry-After, which no time limit bounds.
      rejectRateLimitedCalls: true,
      // Limits the time of calls (src/slack/deadline.ts).
      fetch: slackFetch(slackApiUrl),
      ...(slackApiUrl !== undefined && { slackApiUrl }),
    },
  })
  const listenerDeps = { ...deps, people: createPeople(deps) }
  registerCommand(app, listenerDeps)
  registerCreateForm(app, listenerDeps)
  registerHome(app, listenerDeps)
  registerList(app, listenerDeps)
  registerOperations(app, listenerDeps)
  registerOptions(app, listenerDeps)
  // Listeners answer for themselves; without this, what was acknowledged would be lost with the error.
  app.error(async (error) => void deps.report(error))
  return app
}
