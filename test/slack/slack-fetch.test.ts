import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { listenOn } from '../../src/local/listen.ts'
import { slackFetch } from '../../src/slack/slack-fetch.ts'

describe('calls to Slack', () => {
  let server: Server
  let url = ''
  let calls = 0
  before(async () => {
    server = createServer((_req, res) => {
      calls += 1
      res.end('{}')
    })
    url = `http://127.0.0.1:${await listenOn(server, 0, 'PORT')}`
  })
  after(() => void server.close())

  it('go where its Web API is', async () => {
    assert.equal((await slackFetch(`${url}/api/`)(`${url}/response/1`)).ok, true)
    assert.equal(calls, 1)
  })

  const elsewhere = [
    'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'http://localhost:9/',
    'https://hooks.slack.com.evil.invalid/',
    'https://hooks.slack.com@evil.invalid/',
    'http://hooks.slack.com/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'no address',
  ]
  for (const address of elsewhere) {
    it(`never go to ${address}`, async () => {
      await assert.rejects(slackFetch()(address), /Not an address of Slack|Invalid URL/)
      await assert.rejects(slackFetch(`${url}/api/`)(address), /Not an address of Slack|Invalid URL/)
    })
  }

  it('go to the response URLs of Slack, and of where its Web API is', async () => {
    const isAllowed = (slackApiUrl: string | undefined, address: string) =>
      // Given up before anything is sent: what is not allowed has failed by then.
      slackFetch(slackApiUrl)(address, { signal: AbortSignal.abort() }).then(
        () => true,
        (error: unknown) => error instanceof Error && error.name === 'AbortError',
      )
    assert.equal(await isAllowed(undefined, 'https://hooks.slack.com/commands/1'), true)
    assert.equal(await isAllowed('https://slack-gov.com/api/', 'https://hooks.slack-gov.com/commands/1'), true)
    assert.equal(await isAllowed('https://proxy.example.com/', 'https://hooks.slack.com/commands/1'), true)
    assert.equal(await isAllowed(undefined, 'https://hooks.slack-gov.com/commands/1'), false)
  })
})
