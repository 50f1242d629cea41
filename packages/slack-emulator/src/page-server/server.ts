import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { ClockControl } from '../clock.ts'
import type { SlackWorkspace } from '../create-workspace.ts'
import { mimeTypeOf } from '../files.ts'
import { createSlackHttpHandler } from '../http.ts'
import { type Asset, loadAssets } from './assets.ts'
import { createEndpoints } from './endpoints.ts'
import { streamUpdates } from './event-stream.ts'
import { rejectionReason } from './guard.ts'
import { HttpError, readJsonBody } from './json-body.ts'
import type { WorkspaceInfo } from './update.ts'

export interface WorkspaceServerOptions {
  workspace: SlackWorkspace
  /** Ids of the people the page may act as; it begins with the first. */
  people: string[]
  /** The page shows it, with buttons that skip time. Without it, the page keeps the computer's time. */
  clock?: ClockControl
  /** Shown beside the workspace's name. */
  byline?: string
  /** The app's picture and the page's icon: an SVG. */
  logo?: string
  /** What `/healthz` answers; always ready by default. */
  ready?(): boolean
  /** Serves what else is at this address; false when the path is not its own. */
  other?(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  /** Gets errors that the browser only hears of as "something went wrong". */
  onError(error: unknown): void
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
 * The workspace's page, its Web API and its response URLs, as a listener for a server that you start. It only serves
 * requests for this computer's own name and that server's port, and lets no other site's page change anything.
 * @throws when the page's files cannot be bundled
 */
export async function createWorkspaceServer(options: WorkspaceServerOptions): Promise<RequestListener> {
  const serve = createRoutes(options, loadAssets(options.logo))
  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      // The browser has gone away: nobody is left to answer.
      if (req.socket.destroyed) return
      if (error instanceof HttpError) return answerJson(res, error.status, { error: error.message })
      options.onError(error)
      answerJson(res, 500, { error: 'Something went wrong here.' })
    })
  }
}

function createRoutes(options: WorkspaceServerOptions, assets: ReadonlyMap<string, Asset>) {
  const { workspace, people, byline, clock, ready = () => true, other = async () => false } = options
  const endpoints = createEndpoints(options)
  const slack = createSlackHttpHandler(workspace)
  const { name } = workspace.identity.team
  const info: WorkspaceInfo = { name, people, showsClock: clock !== undefined, ...(byline !== undefined && { byline }) }
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const rejected = rejectionReason(req)
    if (rejected !== undefined) throw new HttpError(403, rejected)
    const { pathname, searchParams } = addressOf(req)
    if ((await slack(req, res)) || (await other(req, res))) return
    for (const [header, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(header, value)
    const endpoint = endpoints.get(pathname)
    if (endpoint !== undefined) {
      allow(req, 'POST')
      return answerJson(res, 200, await endpoint(await readJsonBody(req)))
    }
    allow(req, ...(pathname === '/events' ? ['GET'] : ['GET', 'HEAD']))
    if (pathname === '/healthz')
      return ready() ? send(res, 200, 'text/plain', 'ok\n') : send(res, 503, 'text/plain', 'starting\n')
    if (pathname === '/workspace') return answerJson(res, 200, info)
    if (pathname === '/events') return openStream(req, res, searchParams.get('as') ?? '')
    const file = workspace.files.find(/^\/files\/(F[A-Z0-9]+)$/.exec(pathname)?.[1] ?? '')
    const type = mimeTypeOf(file?.data ?? '')
    if (file !== undefined && type !== undefined) {
      res.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(Buffer.from(file.data, 'base64'))
      return
    }
    if (file !== undefined) {
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': 'attachment' }
      res.writeHead(200, { ...headers, 'cache-control': 'no-cache' }).end(Buffer.from(file.data, 'base64'))
      return
    }
    const asset = assets.get(pathname)
    if (asset === undefined) throw new HttpError(404, 'There is nothing here.')
    res.writeHead(200, { 'content-type': asset.type, 'cache-control': 'no-cache' }).end(asset.body)
  }

  function openStream(req: IncomingMessage, res: ServerResponse, userId: string): void {
    if (!people.includes(userId)) throw new HttpError(403, `Nobody can act as ${userId}.`)
    const position = req.headers['last-event-id']
    streamUpdates(res, userId, typeof position === 'string' ? position : undefined, options)
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
  send(res, status, 'application/json', JSON.stringify(body))
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body)
}
