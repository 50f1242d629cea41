import { randomBytes } from 'node:crypto'
import type { Chat } from '../../control/ports.ts'
import type { Policy } from '../../site/policy.ts'
import { createChat } from '../../slack/chat.ts'
import { createSlackHandler } from '../../slack/handler.ts'
import type { SlackWorkspace } from '@pokopoko/slack-emulator'
import { functionUrlApp } from '../function-url-app.ts'
import type { CoreServices } from './core-services.ts'
import type { Sites } from './sites.ts'
import { openSlackWorkspace } from './slack-workspace.ts'

interface SlackOptions {
  directory: string
  baseUrl: string
  policy: Policy
  locale: string
}

interface LocalSlack {
  workspace: SlackWorkspace
  chat: Chat
  /** Resolves once what people saw is written. */
  close(): Promise<void>
}

/** A Slack workspace with the real Slack app in it: they talk in signed requests and over HTTP, as over the internet. */
export async function openSlack(
  { clock, store, log, report }: CoreServices,
  { codeHost, addresses, catalogue }: Sites,
  { directory, baseUrl, policy, locale }: SlackOptions,
): Promise<LocalSlack> {
  const signingSecret = randomBytes(32).toString('hex')
  const botToken = `xoxb-${randomBytes(24).toString('hex')}`
  const workspace = await openSlackWorkspace({
    directory,
    clock,
    slack: { signingSecret, botToken },
    baseUrl: () => baseUrl,
    report,
  })
  const shared = { clock, policy, addresses, locale }
  const access = { botToken, slackApiUrl: `${baseUrl}/api/` }
  const handler = createSlackHandler({ ...shared, store, codeHost, catalogue, log }, { ...access, signingSecret })
  workspace.connect(functionUrlApp(handler))
  return {
    workspace,
    chat: createChat(shared, access),
    close: workspace.flush,
  }
}
