import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { appAt } from './app-link.ts'
import { createSlackWorkspace, type SlackWorkspace, type SlackWorkspaceOptions } from './create-workspace.ts'
import { createWorkspaceServer } from './page-server/server.ts'

export interface StartOptions extends Omit<SlackWorkspaceOptions, 'baseUrl'> {
  /** Of the page and the Web API; any free one by default. */
  port?: number
  /** Where your app listens: `http://localhost:3001/slack/events` with Bolt. */
  requestUrl: string
}

export interface RunningSlack {
  /** The page. */
  url: string
  /** The Web API, for `clientOptions.slackApiUrl` of Bolt. */
  apiUrl: string
  workspace: SlackWorkspace
  stop(): Promise<void>
}

/** Starts a workspace and its page on this computer, for an app that listens at `requestUrl`. */
export async function startSlack({ port = 0, requestUrl, ...options }: StartOptions): Promise<RunningSlack> {
  const { onAppError = console.error } = options
  let url = ''
  const workspace = createSlackWorkspace({ ...options, onAppError, baseUrl: () => url })
  workspace.connect(appAt(requestUrl))
  const people = options.people.map(({ id }) => id)
  const server = createServer(await createWorkspaceServer({ workspace, people, onError: onAppError }))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  url = `http://localhost:${portOf(server.address())}`
  return {
    url,
    apiUrl: `${url}/api/`,
    workspace,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
