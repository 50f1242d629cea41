import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import * as z from 'zod'
import type { Route, Routes } from '../control/ports.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'
import { type GatewayAnswer, type GatewayPage, WAKE_PATH } from '../../views/gateway.ts'
import { createGateway, MAX_FORM_BYTES, readHost, type Visit } from '../gateway/gateway.ts'
import type { HostLookup } from '../gateway/host-lookup.ts'
import { MAX_EVENT_BYTES } from '../github/events/event-reply.ts'
import type { HookDelivery, RepositoryHook } from '../github/events/repository-hook.ts'
import { HOOK_PATH, SHARE_PATH } from '../site/paths.ts'
import { openStored } from './json-file.ts'
import { close } from './listen.ts'
import { readBody } from './read-body.ts'
import { createSiteProxy, MAX_HEADER_BYTES, refuseUpgrade } from './router/site-proxy.ts'

/** Looks up sites without a route, by any name. */
export interface RouterOptions extends HostLookup {
  /** Where routes are kept; its directory exists. */
  file: string
  /** Sites are at `NAME.domain`. */
  domain?: string
  /** Takes reports of machines, whatever the site's state; false for other requests. */
  takeControl(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  /** Takes pushes to sites without a route. */
  takePush: RepositoryHook
  /** IANA name, for dates on pages. */
  timeZone: string
  /** Gets errors of which visitors only see a page. */
  report(error: unknown): void
  connectTimeoutMs?: number
}

/** What visitors reach: routes `NAME.localhost` to its machine, or shows a page that says why it can't. */
export async function createRouter(options: RouterOptions) {
  const { domain = 'localhost', connectTimeoutMs = 5 * SECOND_MS } = options
  const table = await openRouteTable(options.file)
  const gateway = createGateway({ ...options, domain })
  const send = (res: ServerResponse, { status, headers, body }: GatewayAnswer) =>
    res.writeHead(status, headers).end(body)
  const show = (req: IncomingMessage, res: ServerResponse, page: GatewayPage) =>
    send(res, gateway.page(visitOf(req), page))
  const proxy = createSiteProxy({ connectTimeoutMs, onTrouble: (req, res, kind) => show(req, res, { kind }) })
  const respond = async (req: IncomingMessage, res: ServerResponse) => {
    const requested = readHost(req.headers.host, domain)
    if (requested.kind === 'malformed') return void res.writeHead(400, { connection: 'close' }).end()
    if (requested.kind === 'site' && (await options.takeControl(req, res))) return
    const visit = visitOf(req)
    const isOurs = requested.kind !== 'site' || visit.path === WAKE_PATH || visit.path.startsWith(SHARE_PATH)
    const route = isOurs ? undefined : table.find(requested.name)
    if (requested.kind === 'site' && route === undefined && visit.path === HOOK_PATH)
      return void send(res, await options.takePush(deliveryOf(req, visit, requested.name)))
    if (route === undefined) return void send(res, await gateway.answer(visit))
    proxy.web(req, res, route.address)
  }
  // An upload may take longer than the five minutes of Node’s own limit; without it, Node would wait for headers as long.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: MINUTE_MS, maxHeaderSize: MAX_HEADER_BYTES },
    (req, res) => {
      respond(req, res).catch((error: unknown) => {
        if (req.socket.destroyed) return
        options.report(error)
        if (res.headersSent) res.destroy()
        else show(req, res, { kind: 'unreachable' })
      })
    },
  )
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const requested = readHost(req.headers.host, domain)
    const address = requested.kind === 'site' ? table.find(requested.name)?.address : undefined
    if (req.headers.upgrade?.toLowerCase() !== 'websocket') refuseUpgrade(socket, '400 Bad Request')
    else if (address === undefined) refuseUpgrade(socket, '404 Not Found')
    else proxy.upgrade(req, socket, head, address)
  })
  // Ends every connection. A server doesn't close upgraded ones.
  const closeAll = async () => {
    const closed = close(server)
    proxy.close()
    await closed
  }
  // The server doesn't listen yet.
  return { routes: table.routes, server, close: closeAll }
}

function visitOf(req: IncomingMessage): Visit {
  const [path = '/', ...query] = (req.url ?? '/').split('?')
  return {
    method: req.method ?? 'GET',
    path,
    query: query.join('?'),
    host: req.headers.host,
    acceptLanguage: req.headers['accept-language'],
    authorization: req.headers.authorization,
    secFetchSite: req.headers['sec-fetch-site']?.toString(),
    secFetchMode: req.headers['sec-fetch-mode']?.toString(),
    secPurpose: req.headers['sec-purpose']?.toString(),
    cookie: req.headers.cookie,
    userAgent: req.headers['user-agent'],
    address: req.socket.remoteAddress ?? '',
    body: () => readBody(req, MAX_FORM_BYTES),
  }
}

function deliveryOf(req: IncomingMessage, { method, query }: Visit, name: string): HookDelivery {
  return {
    name,
    method,
    query,
    event: req.headers['x-github-event']?.toString(),
    signature: req.headers['x-hub-signature-256']?.toString(),
    body: () => readBody(req, MAX_EVENT_BYTES),
  }
}

const routesSchema = z.array(
  z.object({ siteId: z.string(), name: z.string(), instanceId: z.string(), address: z.string() }),
)

/** Routes by name, kept in a file; those of a former process are there from the start. */
export async function openRouteTable(path: string) {
  const { value, update } = await openStored(path, routesSchema, [])
  const routes: Routes = {
    // Nothing here waits for health checks.
    prepare: async () => {},
    put: async ({ siteId, name, instanceId, address }) => {
      const route = { siteId, name, instanceId, address }
      await update((others) => [...others.filter((other) => other.name !== name), route])
      return 'led'
    },
    remove: async ({ id, name }) => {
      const isIt = (route: Route) => route.siteId === id && route.name === name
      if (value().some(isIt)) await update((others) => others.filter((route) => !isIt(route)))
    },
    list: async () => value().map((route) => ({ ...route })),
  }
  /** Where that name leads now. */
  const find = (name: string): Readonly<Route> | undefined => value().find((route) => route.name === name)
  return { routes, find }
}
