import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { answer } from './answer.ts'
import type { Workspace } from '../workspace.ts'
import { type Asset, loadAssets } from './assets.ts'
import type { ClockPanel } from './clock-panel.ts'
import { createEndpoints } from './endpoints.ts'
import { streamUpdates } from './event-stream.ts'
import { refusalOf } from './guard.ts'
import { HttpError } from './http-error.ts'
import { readJsonBody } from './json-body.ts'

export interface WorkspaceServerDeps {
  workspace: Workspace
  clockPanel: ClockPanel
  /** Ids of those who may be acted as; the page begins with the first. */
  people: string[]
  /** Is everything up? */
  ready(): boolean
  /** Serves what else lives at this address (the Slack Web API, git); asked first. False: not its path. */
  other(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  /** Told of faults of which the page gets no more than a line. */
  report(error: unknown): void
}

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/**
 * The workspace page and its endpoints, as a listener for a server that the caller starts. Only requests for this
 * computer's own name and that server's port are served, and none that change something for other sites' pages.
 * @throws when the page's files cannot be bundled
 */
export async function createWorkspaceServer(deps: WorkspaceServerDeps): Promise<RequestListener> {
  const assets = await loadAssets()
  const serve = createRoutes(deps, assets)
  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      // The reader has gone away: nobody to answer, and no fault of ours.
      if (req.socket.destroyed) return
      if (error instanceof HttpError) return answerJson(res, error.status, { error: error.message })
      deps.report(error)
      answerJson(res, 500, { error: 'Something went wrong here.' })
    })
  }
}

function createRoutes(deps: WorkspaceServerDeps, assets: ReadonlyMap<string, Asset>) {
  const endpoints = createEndpoints(deps)
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const refusal = refusalOf(req)
    if (refusal !== undefined) throw new HttpError(403, refusal)
    if (await deps.other(req, res)) return
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(name, value)
    const { pathname, searchParams } = addressOf(req)
    const endpoint = endpoints.get(pathname)
    if (endpoint !== undefined) {
      allow(req, 'POST')
      return answerJson(res, 200, await endpoint(await readJsonBody(req)))
    }
    allow(req, ...(pathname === '/events' ? ['GET'] : ['GET', 'HEAD']))
    if (pathname === '/healthz') return deps.ready() ? answer(res, 200, 'ok') : answer(res, 503, 'starting')
    if (pathname === '/people') return answerJson(res, 200, deps.people)
    if (pathname === '/events') return openStream(res, searchParams.get('as') ?? '')
    const asset = assets.get(pathname)
    if (asset === undefined) throw new HttpError(404, 'There is nothing here.')
    res.writeHead(200, { 'content-type': asset.type, 'cache-control': 'no-cache' }).end(asset.body)
  }

  function openStream(res: ServerResponse, userId: string): void {
    if (!deps.people.includes(userId)) throw new HttpError(403, `Nobody can act as ${userId}.`)
    streamUpdates(res, userId, deps)
  }
}

/** @throws HttpError 400 */
function addressOf({ url = '/' }: IncomingMessage): URL {
  if (!URL.canParse(url, 'http://localhost')) throw new HttpError(400, 'This is no address.')
  return new URL(url, 'http://localhost')
}

/** @throws HttpError 405 */
function allow({ method = '' }: IncomingMessage, ...methods: string[]): void {
  if (!methods.includes(method)) throw new HttpError(405, `Only ${methods.join(' and ')} here.`)
}

function answerJson(res: ServerResponse, status: number, body: object): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  res.end(JSON.stringify(body))
}
