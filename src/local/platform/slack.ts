import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Chat } from '../../control/ports.ts'
import type { Policy } from '../../site/policy.ts'
import { createChat } from '../../slack/chat.ts'
import { createSlackHandler } from '../../slack/handler.ts'
import { createSlackHttpHandler } from '@pokopoko/slack-emulator'
import type { Workspace } from '@pokopoko/slack-emulator'
import type { CoreServices } from './core-services.ts'
import type { Report } from '../../report.ts'
import type { Sites } from './sites.ts'
import { openSlackWorkspace } from './slack-workspace.ts'

interface SlackOptions {
  directory: string
  baseUrl: string
  policy: Policy
  locale: string
}

interface LocalSlack {
  workspace: Workspace
  chat: Chat
  /** Slack's Web API and response URLs; false for other paths. */
  serve(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  /** Resolves once what people saw is written. */
  close(): Promise<void>
}

/** A Slack workspace with the real Slack app in it: they talk in signed requests and over HTTP, as over the internet. */
export async function openSlack(
  { clock, store }: CoreServices,
  { codeHost, place, catalogue }: Sites,
  { directory, baseUrl, policy, locale }: SlackOptions,
  report: Report,
): Promise<LocalSlack> {
  const signingSecret = randomBytes(32).toString('hex')
  const botToken = `xoxb-${randomBytes(24).toString('hex')}`
  const workspace = await openSlackWorkspace({
    directory,
    clock,
    slack: { signingSecret, botToken },
    baseUrl: () => baseUrl,
    report: (error) => report({ error }),
  })
  const shared = { clock, policy, place, locale }
  const access = { botToken, slackApiUrl: `${baseUrl}/api/` }
  workspace.connect(createSlackHandler({ ...shared, store, codeHost, catalogue, report }, { ...access, signingSecret }))
  return {
    workspace,
    chat: createChat(shared, access),
    serve: createSlackHttpHandler(workspace),
    close: workspace.flush,
  }
}
