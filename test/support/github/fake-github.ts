import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { authenticate } from './access.ts'
import { type Answer, failed, notFound } from './answer.ts'
import { accessHeaders, authorize } from './authorize.ts'
import { createLimits, type Limits } from './limits.ts'
import { pageOf } from './pages.ts'
import { matchRoute, type Route } from './route.ts'
import { appRoutes } from './routes/apps.ts'
import { commitRoutes } from './routes/commits.ts'
import { commentRoutes } from './routes/comments.ts'
import { deployKeyRoutes } from './routes/deploy-keys.ts'
import { hookRoutes } from './routes/hooks.ts'
import { repositoryRoutes } from './routes/repositories.ts'
import { statusRoutes } from './routes/statuses.ts'
import { teamRoutes } from './routes/teams.ts'
import { treeRoutes } from './routes/trees.ts'
import { type Spoiling, sendSpoilt } from './spoil.ts'
import { createState, type FakeState, findRepository, fullNameOf, type GithubSeed } from './state.ts'

const ROUTES: Route[] = [
  ...appRoutes,
  ...repositoryRoutes,
  ...teamRoutes,
  ...deployKeyRoutes,
  ...hookRoutes,
  ...statusRoutes,
  ...commentRoutes,
  ...commitRoutes,
  ...treeRoutes,
]

export interface Trouble {
  /** A part of `METHOD path?query`. */
  where: string
  /** `lost`: it is done, and the connection breaks before the answer; and other ways in which the answer is spoilt. */
  answer: Answer | Spoiling
}

export interface FakeGithub {
  state: FakeState
  limits: Limits
  /** What was asked, `METHOD path`, in its order; queries are left out. */
  calls: string[]
  /** The next request there is answered so. */
  fail(trouble: Trouble): void
  /** All requests there are answered so, until it recovers. */
  failAll(trouble: Trouble): void
  /** Troubles that did not come yet never will. */
  recover(): void
  /** From now on a proxy takes the links to other pages away. */
  dropLinks(): void
  /** Done before the next request there is answered. */
  onCall(where: string, work: () => void): void
  /** Until each answer. */
  setLatency(ms: number): void
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
}

/** GitHub's REST API, as strict as the real one for what is used of it. */
export function createFakeGithub(seed: GithubSeed, { now = Date.now }: { now?: () => number } = {}): FakeGithub {
  const state = createState(seed)
  const limits = createLimits(now())
  const calls: string[] = []
  const troubles: (Trouble & { lasts: boolean })[] = []
  let latencyMs = 0
  let hasLinks = true
  const works: { where: string; work: () => void }[] = []

  const answer = async (req: IncomingMessage, url: URL): Promise<{ given: Answer; spoiling?: Spoiling }> => {
    const body = await readBody(req)
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs))
    const asked = `${req.method} ${url.pathname}${url.search}`
    const due = works.findIndex(({ where }) => asked.includes(where))
    if (due !== -1) works.splice(due, 1)[0]?.work()
    const index = troubles.findIndex(({ where }) => asked.includes(where))
    const trouble = troubles[index]
    if (trouble?.lasts === false) troubles.splice(index, 1)
    if (typeof trouble?.answer === 'object') return { given: trouble.answer }
    const given = answerTo(state, { req, url, body, now: now() })
    return { given, ...(trouble !== undefined && { spoiling: trouble.answer }) }
  }

  return {
    state,
    limits,
    calls,
    fail: (trouble) => {
      troubles.push({ ...trouble, lasts: false })
    },
    failAll: (trouble) => {
      troubles.push({ ...trouble, lasts: true })
    },
    recover: () => {
      troubles.splice(0)
    },
    dropLinks: () => {
      hasLinks = false
    },
    onCall: (where, work) => {
      works.push({ where, work })
    },
    setLatency: (ms) => {
      latencyMs = ms
    },
    handle: async (req, res) => {
      const url = new URL(req.url ?? '/', `http://${req.headers.host}`)
      calls.push(`${req.method} ${url.pathname}`)
      const refusal = limits.enter(now())
      if (refusal !== undefined) req.resume()
      const { given, spoiling } = refusal
        ? { given: refusal, spoiling: undefined }
        : await answer(req, url).finally(() => limits.leave())
      if (refusal !== undefined) limits.leave()
      if (spoiling !== undefined) sendSpoilt(res, given, spoiling)
      else
        send(res, hasLinks ? given : withoutLinks(given), { limits, headers: req.headers, isGet: req.method === 'GET' })
    },
  }
}

function withoutLinks({ headers = {}, ...answer }: Answer): Answer {
  const { link: _, ...others } = headers
  return { ...answer, headers: others }
}

interface Request {
  req: IncomingMessage
  url: URL
  body: unknown
  now: number
}

function answerTo(state: FakeState, { req, url, body, now }: Request): Answer {
  if (req.headers['user-agent'] === undefined) return failed(403, 'Request forbidden by administrative rules.')
  if (body === MALFORMED) return failed(400, 'Problems parsing JSON')
  const caller = authenticate(state, req.headers.authorization, now)
  if ('status' in caller) return caller
  const there = withoutId(state, url.pathname)
  const moved = redirection(state, req.method ?? '', there)
  if (moved !== undefined) return { ...moved, headers: { location: `${url.origin}${moved.path}${url.search}` } }
  const found = matchRoute(ROUTES, req.method ?? '', there)
  if (found === undefined) return notFound
  const { accept = '' } = req.headers
  const given =
    authorize(state, caller, found) ??
    found.route.answer({ state, caller, params: found.params, query: url.searchParams, body, accept, now })
  const answer = 'items' in given ? pageOf(given, url) : given
  return { ...answer, headers: { ...accessHeaders(caller, found.route), ...answer.headers } }
}

/** Repositories answer at `/repositories/ID`, too, which is where the old names of moved ones lead to. */
function withoutId({ repositories }: FakeState, pathname: string): string {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(pathname) ?? []
  const repository = repositories.find((one) => String(one.id) === id)
  return repository === undefined ? pathname : `/repos/${fullNameOf(repository)}${rest}`
}

/** "Best practices for using the REST API": what is not read keeps its method by a 307. */
function redirection(state: FakeState, method: string, pathname: string) {
  const [, fullName = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(pathname) ?? []
  const id = state.moved.get(fullName.toLowerCase())
  if (id === undefined || findRepository(state, fullName) !== undefined) return undefined
  const path = `/repositories/${id}${rest}`
  return { status: method === 'GET' ? 301 : 307, path, body: { message: 'Moved Permanently', url: path } }
}

const MALFORMED = Symbol('malformed')

async function readBody(req: IncomingMessage): Promise<unknown> {
  if (req.method === 'GET' || req.headers['content-length'] === undefined || req.headers['content-length'] === '0') {
    req.resume()
    return undefined
  }
  try {
    return await json(req)
  } catch {
    return MALFORMED
  }
}

interface Sending {
  limits: Limits
  headers: IncomingMessage['headers']
  isGet: boolean
}

function send(
  res: ServerResponse,
  { status, body, text: plain, headers = {} }: Answer,
  { limits, headers: asked, isGet }: Sending,
): void {
  const text = plain ?? (body === undefined ? '' : JSON.stringify(body))
  // Good for one token only: https://github.com/github/docs/issues/34689.
  const made = createHash('sha256').update(`${asked.authorization} ${text}`).digest('hex')
  const etag = headers['etag'] ?? `W/"${made}"`
  const isSame = isGet && status === 200 && asked['if-none-match'] === etag
  if (isSame) limits.giveBack()
  res.writeHead(isSame ? 304 : status, {
    ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
    ...(isGet && status === 200 && { etag }),
    'x-github-request-id': 'FAKE:1',
    ...limits.headers(),
    ...headers,
  })
  res.end(isSame ? '' : text)
}
