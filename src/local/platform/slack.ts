import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parse } from 'yaml'
import type { Policy } from '../../site/policy.ts'
import { createLogAnswerer } from '../../control/log-answerer.ts'
import type { LogRequest } from '../../control/log-request.ts'
import { createLogReader } from '../../control/read-logs.ts'
import { createChat } from '../../slack/chat.ts'
import { createSlackHandler } from '../../slack/handler.ts'
import { createSlackWorkspace, type SlackWorkspace } from '@pokopoko/slack-emulator'
import { functionUrlApp } from '../function-url-app.ts'
import { openChangeLog } from '../change-log.ts'
import type { CoreServices } from './core-services.ts'
import { channels, identity, people } from './demo-workspace.ts'
import type { Sites } from './sites.ts'

interface SlackOptions {
  directory: string
  baseUrl: string
  policy: Policy
  locale: string
}

const manifestFile = new URL('../../../manifest.yml', import.meta.url)

/**
 * The demo workspace with the real Slack app in it: they talk in signed requests and over HTTP, as over the internet. What everybody saw
 * outlives a restart: it is written before the app is answered.
 */
export async function openSlack(
  { clock, store, environments, log, report }: CoreServices,
  { ports: { codeHost, shell }, addresses, catalogue }: Sites,
  { directory, baseUrl, policy, locale }: SlackOptions,
) {
  const signingSecret = randomBytes(32).toString('hex')
  const botToken = `xoxb-${randomBytes(24).toString('hex')}`
  const kept = await openChangeLog(join(directory, 'slack'), { snapshot: () => emulated.save() })
  const manifestText = await readFile(manifestFile, 'utf8')
  const emulated: SlackWorkspace = createSlackWorkspace({
    signingSecret,
    botToken,
    clock,
    identity,
    people,
    channels,
    manifest: parse(manifestText.replaceAll('test.example.com', domainOf(addresses))),
    baseUrl: () => baseUrl,
    onAppError: report,
    saved: kept.snapshot,
    savedChanges: kept.changes,
  })
  emulated.onSavedChange((change) => void kept.append(change).catch(report))
  const workspace: SlackWorkspace = {
    ...emulated,
    webApi: async (method, params, authorization) => {
      const answer = await emulated.webApi(method, params, authorization)
      if (method.startsWith('chat.')) await kept.written()
      return answer
    },
  }
  const shared = { clock, policy, addresses, locale }
  const access = { botToken, slackApiUrl: `${baseUrl}/api/` }
  const chat = createChat(shared, access)
  const readLogs = createLogReader({ store, shell, clock, wait: setTimeout })
  const answerLogs = createLogAnswerer({ readLogs, chat, store, clock, log })
  const askForLogs = async (request: LogRequest) => void answerLogs(request).catch(report)
  const handler = createSlackHandler(
    { ...shared, store, environments, codeHost, catalogue, askForLogs, log },
    { ...access, signingSecret },
  )
  workspace.connect(functionUrlApp(handler))
  return { workspace, chat, close: kept.written }
}

/** The domain of all sites, without a port. */
function domainOf({ siteUrl }: Sites['addresses']): string {
  return new URL(siteUrl('x')).hostname.slice('x.'.length)
}
