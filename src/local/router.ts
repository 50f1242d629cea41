import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Routes } from '../control/ports.ts'
import type { Instant } from '../site/time.ts'
import { SECOND_MS } from '../site/time.ts'
import { preferredLanguage } from '../../views/accept-language.ts'
import { gatewayAnswer, type GatewayPage, WAKE_PATH } from '../../views/gateway.ts'
import { gatewayLanguages } from '../../views/text/gateway.ts'
import { readHost } from './router/door.ts'
import { openRouteTable } from './router/route-table.ts'
import { createSiteProxy, refuseUpgrade } from './router/site-proxy.ts'
import { readWakeForm } from './router/wake-form.ts'

/** How things stand with a name that no route leads to. */
export type Standing =
  | { state: 'unknown' | 'asleep' | 'failed' | 'preparing' | 'ready' }
  | { state: 'archived'; restorableUntil?: Instant }

export interface RouterOptions {
  /** Where routes are kept; its directory exists. */
  file: string
  /** Sites are at `NAME.domain`. */
  domain?: string
  /** Asked only about names without a route. */
  lookUp(name: string): Promise<Standing>
  /** Wakes a sleeping site for somebody who knows its credentials. Any name may be asked for. */
  wake(name: string, credentials: { user: string; password: string }): Promise<'ok' | 'denied' | 'not-asleep'>
  /** Answers what machines tell the service, whatever the site's state; false for all other requests. */
  takeReport(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  /** IANA name, for dates on pages. */
  timeZone: string
  /** Told of faults that visitors see no more of than a page. */
  report(error: unknown): void
  connectTimeoutMs?: number
}

export interface Router {
  routes: Routes
  /** Not yet listening. */
  server: Server
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

/** The public side of all sites: leads `NAME.localhost` to its machine, or says why it cannot. */
export async function createRouter(options: RouterOptions): Promise<Router> {
  const { domain = 'localhost', connectTimeoutMs = 5 * SECOND_MS } = options
  const table = await openRouteTable(options.file)
  const show = (req: IncomingMessage, res: ServerResponse, page: GatewayPage) => {
    const door = readHost(req.headers.host, domain)
    const host = door.kind === 'malformed' ? domain : door.host
    const language = preferredLanguage(req.headers['accept-language'], gatewayLanguages)
    const { status, headers, body } = gatewayAnswer(page, { host, language, timeZone: options.timeZone })
    res.writeHead(status, headers).end(body)
  }
  const proxy = createSiteProxy({ connectTimeoutMs, onTrouble: (req, res, kind) => show(req, res, { kind }) })
  const wake = async (req: IncomingMessage, res: ServerResponse, name: string) => {
    const credentials = req.method === 'POST' ? await readWakeForm(req) : undefined
    const answer = credentials === undefined ? 'not-asleep' : await options.wake(name, credentials)
    if (answer === 'denied') show(req, res, { kind: 'asleep', denied: true })
    else res.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end()
  }
  const respond = async (req: IncomingMessage, res: ServerResponse) => {
    const door = readHost(req.headers.host, domain)
    if (door.kind === 'malformed') return void res.writeHead(400, { connection: 'close' }).end()
    if (door.kind !== 'site') return show(req, res, { kind: door.kind === 'home' ? 'home' : 'unknown' })
    if (await options.takeReport(req, res)) return
    if (req.url?.split('?', 1)[0] === WAKE_PATH) return wake(req, res, door.name)
    const route = table.find(door.name)
    if (route === undefined) return show(req, res, pageOf(await options.lookUp(door.name)))
    proxy.web(req, res, route.address)
  }
  const server = createServer((req, res) => {
    respond(req, res).catch((error: unknown) => {
      if (req.socket.destroyed) return
      options.report(error)
      if (res.headersSent) res.destroy()
      else show(req, res, { kind: 'unreachable' })
    })
  })
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const door = readHost(req.headers.host, domain)
    const address = door.kind === 'site' ? table.find(door.name)?.address : undefined
    if (req.headers.upgrade?.toLowerCase() !== 'websocket') refuseUpgrade(socket, '400 Bad Request')
    else if (address === undefined) refuseUpgrade(socket, '404 Not Found')
    else proxy.upgrade(req, socket, head, address)
  })
  return { routes: table.routes, server, close: () => close(server, proxy.close) }
}

function pageOf(standing: Standing): GatewayPage {
  switch (standing.state) {
    case 'ready':
      // Its route is about to be made.
      return { kind: 'preparing' }
    case 'archived':
      return { kind: 'archived', ...(standing.restorableUntil && { restorableUntil: standing.restorableUntil }) }
    default:
      return { kind: standing.state }
  }
}

async function close(server: Server, endUpgraded: () => void): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  endUpgraded()
  await closed
}
