import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Clock } from '../../control/ports.ts'
import { channels, identity, people } from './demo-workspace.ts'
import { createJsonFile } from '../json-file.ts'
import { createSlackWorkspace, type SlackWorkspace } from '@pokopoko/slack-emulator'

export interface LocalSlack {
  signingSecret: string
  botToken: string
}

const manifestFile = new URL('../../../manifest.yml', import.meta.url)

/** The demo workspace with our app in it. What everybody saw outlives a restart: it is written before the app is answered. */
export async function openSlackWorkspace(options: {
  directory: string
  clock: Clock
  slack: LocalSlack
  baseUrl: () => string
  report(error: unknown): void
}): Promise<SlackWorkspace & { flush(): Promise<void> }> {
  const file = createJsonFile(join(options.directory, 'slack.json'), z.unknown())
  const saved = await file.read()
  const workspace = createSlackWorkspace({
    ...options.slack,
    clock: options.clock,
    identity,
    people,
    channels,
    manifest: parse(await readFile(manifestFile, 'utf8')),
    baseUrl: options.baseUrl,
    onAppError: options.report,
    ...(saved !== undefined && { saved }),
  })
  workspace.onChange(() => {
    file.write(workspace.save()).catch(options.report)
  })
  return {
    ...workspace,
    webApi: async (method, params, authorization) => {
      const answer = await workspace.webApi(method, params, authorization)
      if (method.startsWith('chat.')) await file.write(workspace.save())
      return answer
    },
    flush: () => file.write(workspace.save()),
  }
}
