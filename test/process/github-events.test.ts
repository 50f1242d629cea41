import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { join } from 'node:path'
import * as z from 'zod'
import { createSiteStore } from '../../src/aws/site-store.ts'
import type { SiteStore } from '../../src/control/ports.ts'
import { GITHUB_EVENTS_PATH } from '../../src/site/paths.ts'
import type { LocalTable } from '../../src/local/table.ts'
import type { FunctionUrlEvent } from '../../src/slack/function-url.ts'
import { buildFunctions } from '../../tools/build-functions.ts'
import { aSite } from '../support/a-site.ts'
import { startFakeParameters } from '../support/fake-parameters.ts'
import { slackEnvironment } from '../support/function-environment.ts'
import { labelledPullRequest } from '../support/github/labelled-pull-request.ts'
import { startFakeGithub, type StartedGithub } from '../support/github/start.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'
import { runFunction } from './run-function.ts'

const SECRET = 'the secret of the webhook'
const LEFT = {
  action: 'removed',
  member: { login: 'Octo' },
  team: { slug: 'web', parent: null },
  organization: { login: 'Orchard' },
}
const answerSchema = z.object({ statusCode: z.number(), body: z.string() })

/** What GitHub sends, as a Function URL hands it over. */
async function delivery(payload: object, change: Partial<FunctionUrlEvent> = {}, secret = SECRET) {
  const body = JSON.stringify(payload)
  const event: FunctionUrlEvent = {
    version: '2.0',
    rawPath: GITHUB_EVENTS_PATH,
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-github-event': 'membership',
      'x-hub-signature-256': await sign(secret, body),
    },
    requestContext: { http: { method: 'POST', path: GITHUB_EVENTS_PATH } },
    body,
    isBase64Encoded: false,
  }
  return { ...event, ...change }
}

describe("GitHub's events at the slack function as it is built", () => {
  let directory: TemporaryDirectory
  let table: LocalTable
  let store: SiteStore
  let parameters: Awaited<ReturnType<typeof startFakeParameters>>
  before(async () => {
    directory = await makeTemporaryDirectory()
    await buildFunctions(directory.path)
  })
  after(() => directory.remove())
  beforeEach(async () => {
    table = await openTemporaryTable()
    store = createSiteStore(table)
    for (const [name, sshTeam] of Object.entries({ plum: 'web', pear: 'web', fig: 'design' }))
      await store.create(aSite({ name, id: `id-${name}`, spec: { sshTeam } }))
    parameters = await startFakeParameters({
      '/pokopoko/slack-signing-secret': 'a signing secret',
      '/pokopoko/slack-bot-token': 'xoxb-a-token',
      '/pokopoko/github-webhook-secret': SECRET,
    })
  })
  afterEach(async () => {
    await parameters.close()
    await table.close()
  })

  const run = async (events: FunctionUrlEvent[], more: Parameters<typeof slackEnvironment>[0] = {}) => {
    const { hostname, port } = await endpointOf(table)
    const env = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL_SSM: parameters.url,
      AWS_ENDPOINT_URL_DYNAMODB: `http://${hostname}:${port}`,
      ...slackEnvironment({ name: table.tableName, ...more }),
    }
    const { outcomes = [], log } = await runFunction(join(directory.path, 'slack'), env, events)
    return { log, answers: outcomes.map(({ answer }) => answerSchema.parse(answer)) }
  }
  /** How often each was asked to have its team looked at. */
  const asked = async () => {
    const sites = await Promise.all(['plum', 'pear', 'fig'].map((name) => store.load(name)))
    return sites.map((site) => (site?.spec.usersRevision ?? 0) - aSite().spec.usersRevision)
  }

  it('have the teams that they touch looked at, in text and in Base64', async () => {
    const plain = await delivery(LEFT)
    const base64 = { ...plain, body: Buffer.from(plain.body ?? '').toString('base64'), isBase64Encoded: true }
    const { answers } = await run([plain, base64])
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [202, 202],
    )
    assert.match(answers[0]?.body ?? '', /plum/)
    assert.deepEqual(await asked(), [2, 2, 0])
    const [{ by, action } = {}] = (await store.load('plum'))?.history ?? []
    assert.deepEqual([by, action], ['pokopoko', 'refresh-users'])
  })

  it('are refused unless they are signed, posted and of a reasonable size, and then touch nothing', async () => {
    const long = { ...LEFT, filling: 'x'.repeat(2 ** 20) }
    const get = { http: { method: 'GET', path: GITHUB_EVENTS_PATH } }
    const { answers, log } = await run([
      await delivery(LEFT, {}, 'another secret'),
      await delivery(LEFT, { headers: {} }),
      await delivery(LEFT, { body: '' }),
      await delivery(LEFT, { requestContext: get }),
      await delivery(long),
      await delivery({ organization: 'Orchard' }),
    ])
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [401, 401, 401, 405, 413, 400],
    )
    assert.deepEqual(await asked(), [0, 0, 0])
    // Told once in a while: a secret that was set wrong shows.
    assert.match(
      log,
      /^\{"level":"WARN","message":"Rejected a request to the endpoint for GitHub".*"reason":"another signature","requests":1\}\n$/,
    )
  })

  describe('about pull requests', () => {
    let github: StartedGithub
    beforeEach(async () => {
      github = await startFakeGithub({ org: 'orchard', repositories: [{ name: 'orchard/website', pulls: [7] }] })
      parameters.put('/pokopoko/github-private-key', github.app.privateKey)
    })
    afterEach(() => github.close())
    const labelled = (from: string) =>
      delivery(labelledPullRequest('orchard', 'orchard/website', from), {}).then((event) => ({
        ...event,
        headers: { ...event.headers, 'x-github-event': 'pull_request' },
      }))
    const comments = () => github.github.state.repositories.flatMap((repository) => repository.comments)

    it('are answered there, in the language of the workspace, where it is a fork', async () => {
      const { answers } = await run([await labelled('mallory/website')], {
        locale: 'ja',
        github: {
          org: 'orchard',
          app: { id: Number(github.app.appId), installationId: github.app.installationId },
          apiUrl: github.url,
          pullRequestChannel: 'C0PULLS',
        },
      })
      assert.deepEqual(
        answers.map(({ statusCode, body }) => [statusCode, body]),
        [[202, 'Site of the pull request: rejected.']],
      )
      assert.match(comments()[0]?.body ?? '', /フォーク[^]*<!-- pokopoko test\.example\.com -->$/)
    })

    it('do nothing without a channel for their sites', async () => {
      const { answers } = await run([await labelled('orchard/website')])
      assert.deepEqual(
        answers.map(({ statusCode }) => statusCode),
        [204],
      )
      assert.deepEqual(comments(), [])
    })
  })

  it('are not taken where there is no secret for them', async () => {
    parameters.remove('/pokopoko/github-webhook-secret')
    const { answers } = await run([await delivery(LEFT), await delivery(LEFT, {}, ' ')])
    assert.deepEqual(
      answers.map(({ statusCode, body }) => [statusCode, /github-webhook-secret/.test(body)]),
      [
        [404, true],
        [404, true],
      ],
    )
    assert.deepEqual(await asked(), [0, 0, 0])
  })

  it('leave Slack its own door', async () => {
    const { answers } = await run([await delivery(LEFT, { rawPath: '/slack/events' })])
    assert.equal(answers[0]?.statusCode, 401)
    assert.deepEqual(await asked(), [0, 0, 0])
  })

  it('are reported, and answered with 500, when the table fails', async () => {
    const event = await delivery(LEFT)
    await table.close()
    try {
      const { answers, log } = await run([event])
      assert.equal(answers[0]?.statusCode, 500)
      assert.match(log, /^\{"level":"ERROR".*\n$/)
      assert.ok(!log.includes(SECRET))
    } finally {
      table = await openTemporaryTable()
    }
  })
})

async function endpointOf({ client }: LocalTable) {
  const endpoint = await client.config.endpoint?.()
  assert.ok(endpoint)
  return endpoint
}
