import { createPublicKey } from 'node:crypto'
import { FIRST_COMMIT } from '../aws/ssm/bench.ts'
import { createFakeGithub, type FakeGithub } from '../support/github/fake-github.ts'
import { CLASSIC } from '../support/github/personal-token.ts'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Limits } from './limits.ts'
import { pause } from '../support/virtual-time.ts'

const SLACK_MS = 250
const GITHUB_MS = 200

/** Slack, "Rate limits": one message a second a channel, with short bursts; tiers count calls of a method in a minute. */
const POST = { size: 3, perSecond: 1 }
const TIER_3 = { size: 50, perSecond: 50 / 60 }
/**
 * GitHub, "Rate limits for the REST API": 80 requests a minute, and 500 an hour, that create content; 900 points a minute, of which a
 * request that changes something takes five; 100 requests at once. The fake has the hour's 5,000 requests.
 */
const CREATING = [
  { most: 80, inS: 60 },
  { most: 500, inS: 60 * 60 },
]
const POINTS = [{ most: 900, inS: 60 }]
const POINTS_OF_A_WRITE = 5
const MAX_CONCURRENT = 100

export interface PostedMessage {
  channel: string
  at: number
}

/** Slack and GitHub behind `fetch`, as slow as they are, with their limits. `client` tells which container asks. */
export function createInternet(
  limits: Limits,
  { repositories, tokens, publicKey }: { repositories: string[]; tokens: string[]; publicKey: string },
  client: () => string,
) {
  const posted: PostedMessage[] = []
  let underWay = 0
  const github = createFakeGithub(
    {
      org: 'acme',
      app: { id: '1', installationId: 1, publicKey: createPublicKey(publicKey) },
      repositories: repositories.map((name) => ({ name })),
      personalTokens: Object.fromEntries(tokens.map((token) => [token, CLASSIC])),
    },
    { now: () => Date.now() },
  )
  for (const { heads } of github.state.repositories) heads.set('main', FIRST_COMMIT)
  const slack = async (method: string, params: URLSearchParams): Promise<Response> => {
    const asking = { client: client(), sentAt: Date.now() }
    await pause(SLACK_MS)
    const channel = params.get('channel') ?? ''
    const isPost = method === 'chat.postMessage'
    const waitS = limits.take(`Slack ${method}`, isPost ? channel : '', isPost ? POST : TIER_3, { asking })
    if (waitS !== undefined) {
      const headers = { 'retry-after': String(waitS) }
      return new Response('{"ok":false,"error":"ratelimited"}', { status: 429, headers })
    }
    if (isPost) posted.push({ channel, at: Date.now() })
    return Response.json({ ok: true, channel, ts: `${Date.now() / 1000}.${posted.length}`, messages: [] })
  }
  const fetchFrom: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const body = typeof init?.body === 'string' ? init.body : ''
    if (url.host === 'slack.com') return slack(url.pathname.slice('/api/'.length), new URLSearchParams(body))
    // By the token: what waits its turn in Octokit loses whose turn it is.
    const token = new Headers(init?.headers).get('authorization') ?? ''
    const asking = { client: token, sentAt: Date.now() }
    const isTooMany = ++underWay > MAX_CONCURRENT
    await pause(GITHUB_MS)
    underWay -= 1
    const method = init?.method ?? 'GET'
    const waits = [
      isTooMany ? 60 : 0,
      limits.fit('GitHub points', POINTS, asking, method === 'GET' ? 1 : POINTS_OF_A_WRITE) ?? 0,
      isCreation(method, url) ? (limits.fit('GitHub creations', CREATING, asking) ?? 0) : 0,
    ]
    const waitS = Math.max(...waits)
    if (waitS > 0) {
      const headers = { 'retry-after': String(Math.max(waitS, 60)) }
      return Response.json({ message: 'You have exceeded a secondary rate limit.' }, { status: 403, headers })
    }
    const answer = await askGithub(github, { method, url, headers: new Headers(init?.headers), body })
    limits.hear('GitHub', asking, answer)
    return answer
  }
  return { posted, fetch: fetchFrom }
}

/** Of content: a token is none. */
function isCreation(method: string, { pathname }: URL): boolean {
  return method === 'POST' && !pathname.endsWith('/access_tokens')
}

interface Asked {
  method: string
  url: URL
  headers: Headers
  body: string
}

/** The fake takes requests of Node's servers. */
async function askGithub(github: FakeGithub, { method, url, headers, body }: Asked): Promise<Response> {
  const request = new IncomingMessage(new Socket())
  request.method = method
  request.url = `${url.pathname}${url.search}`
  request.headers = {
    ...Object.fromEntries(headers),
    host: url.host,
    'content-length': String(Buffer.byteLength(body)),
  }
  request.push(body === '' ? null : body)
  if (body !== '') request.push(null)
  return new Promise((resolve, reject) => {
    const response = new ServerResponse(request)
    let init: ResponseInit = {}
    Object.defineProperty(response, 'writeHead', {
      value: (status: number, answered: Record<string, string>) => {
        init = { status, headers: answered }
        return response
      },
    })
    Object.defineProperty(response, 'end', {
      value: (text = '') => resolve(new Response(init.status === 204 || init.status === 304 ? null : text, init)),
    })
    github.handle(request, response).catch(reject)
  })
}
