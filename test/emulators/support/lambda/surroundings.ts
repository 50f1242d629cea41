import { createServer } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { FunctionName } from '../../../../src/aws/names.ts'
import { createSiteStore } from '../../../../src/aws/site-store.ts'
import { close, listen } from '../../../../src/local/listen.ts'
import { buildFunctions } from '../../../../tools/build-functions.ts'
import { makeCodeCaches } from '../../../../tools/code-cache/make-code-caches.ts'
import { startFakeParameters } from '../../../support/fake-parameters.ts'
import {
  bakeEnvironment,
  engineEnvironment,
  gatewayEnvironment,
  slackEnvironment,
} from '../../../support/function-environment.ts'
import { openTemporaryTable } from '../../../support/open-table.ts'
import { makeTemporaryDirectory } from '../../../support/temporary-directory.ts'
import { LAMBDA_NODE, startContainer } from './container.ts'
import { startCuttable } from './cuttable.ts'
import { deployedFunctions } from './deployed-function.ts'

export const SIGNING_SECRET = 'the signing secret'
/** Nothing listens there: what is asked of it fails. */
const NOBODY = 'http://127.0.0.1:9'

export type Surroundings = Awaited<ReturnType<typeof openSurroundings>>

/** The functions as they are built, and what they call: the table, parameters and Slack, over connections that can be cut. */
export async function openSurroundings() {
  const directory = await makeTemporaryDirectory()
  await buildFunctions(directory.path)
  await makeCodeCaches(join(directory.path, 'slack'), [[LAMBDA_NODE]])
  const deployed = await deployedFunctions()
  const table = await openTemporaryTable()
  const parameters = await startFakeParameters({
    '/pokopoko/slack-signing-secret': SIGNING_SECRET,
    '/pokopoko/slack-bot-token': 'xoxb-the-token',
    '/pokopoko/github-private-key': 'a key',
    '/pokopoko/webhook-key': 'the key of webhooks',
  })
  const slack = await startSlackApi()
  const endpoint = await table.client.config.endpoint?.()
  const entries = await Promise.all(
    [`http://127.0.0.1:${endpoint?.port}`, parameters.url, slack.url].map((url) => startCuttable(url)),
  )
  const [toTable, toParameters, toSlack] = entries.map(({ url }) => url)
  const shared = { name: table.tableName, slackApiUrl: `${toSlack}/api/` }
  const github = { org: 'orchard', app: { id: 12345, installationId: 67890 } }
  const settings: Record<FunctionName, Record<string, string>> = {
    slack: slackEnvironment({ ...shared, github }),
    reconcile: engineEnvironment(shared),
    sweep: engineEnvironment(shared),
    bake: bakeEnvironment({ name: table.tableName }),
    gateway: gatewayEnvironment({ name: table.tableName }),
  }
  const environment = (name: FunctionName) => ({
    ...settings[name],
    AWS_ENDPOINT_URL: NOBODY,
    AWS_ENDPOINT_URL_DYNAMODB: toTable ?? '',
    AWS_ENDPOINT_URL_SSM: toParameters ?? '',
  })
  return {
    directory: directory.path,
    deployed,
    slackUrl: toSlack ?? '',
    parameters,
    slack,
    store: createSiteStore(table),
    /** A container of it, with these variables. */
    start: (name: FunctionName, env: Record<string, string> = environment(name)) =>
      startContainer(join(directory.path, name), deployed(name), env),
    /** All connections are closed on the other side. Returns how many were open. */
    cut: () => entries.reduce((count, entry) => count + entry.cut(), 0),
    close: async () => {
      await Promise.all(entries.map((entry) => entry.close()))
      await Promise.all([slack.close(), parameters.close(), table.close(), directory.remove()])
    },
  }
}

/** Slack's Web API, as far as that: it agrees to everything. `open` counts calls that are not answered yet. */
async function startSlackApi() {
  const calls: string[] = []
  let open = 0
  const server = createServer((req, res) => {
    open++
    res.on('close', () => open--)
    void text(req).then(() => {
      calls.push((req.url ?? '').replace('/api/', ''))
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify({ ok: true, user: { locale: 'en-US' }, view: { id: 'V1', hash: '1' } }))
    })
  })
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    calls,
    open: () => open,
    close: () => close(server),
  }
}
