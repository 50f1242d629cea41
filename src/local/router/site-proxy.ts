import { type ClientRequest, type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Socket } from 'node:net'
import { createProxyServer } from 'httpxy'

export type Trouble = 'unreachable' | 'slow'

interface SiteProxyOptions {
  connectTimeoutMs: number
  /** The site could not answer, and nothing has been sent to the visitor. */
  onTrouble(req: IncomingMessage, res: ServerResponse, trouble: Trouble): void
}

class ConnectTimeout extends Error {}

/** Of a request or an answer: what an nginx takes, and more than Node's 16 KB. */
export const MAX_HEADER_BYTES = 256 * 1024

/** Of one connection only, besides `transfer-encoding`, which node and httpxy handle (RFC 9110, 7.6.1). */
const HOP_BY_HOP = ['keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'trailer', 'expect']

/** Hands visitors' requests to a site's machine at `host:port`. */
export function createSiteProxy({ connectTimeoutMs, onTrouble }: SiteProxyOptions) {
  // No pool: a machine that comes back on its port must not meet connections of its former life.
  const proxy = createProxyServer({ xfwd: true, agent: false })
  const upgraded = new Set<Duplex>()

  proxy.on('proxyReq', (proxyReq) => {
    limitConnecting(proxyReq, connectTimeoutMs)
    // The machine may refuse an upload by its headers; Node keeps them until there is something of a body.
    if (Number(proxyReq.getHeader('content-length')) > 0) proxyReq.flushHeaders()
  })
  proxy.on('proxyReqWs', (proxyReq, _req, socket) => {
    proxyReq.once('socket', () => limitConnecting(proxyReq, connectTimeoutMs))
    proxyReq.once('upgrade', (_answer, upstream) => tie(socket, upstream, upgraded))
  })
  proxy.on('proxyRes', (answer) => {
    dropHopByHop(answer)
    // Ours to the machine is closed each time; the visitor's need not be.
    delete answer.headers.connection
  })
  proxy.on('error', (error, req, res) => {
    const trouble = error instanceof ConnectTimeout ? 'slow' : 'unreachable'
    if (res instanceof Socket) {
      if (!upgraded.has(res)) refuseUpgrade(res, trouble === 'slow' ? '504 Gateway Timeout' : '502 Bad Gateway')
    } else if (res instanceof ServerResponse && req !== undefined) {
      if (res.headersSent) res.destroy()
      else if (!res.destroyed) onTrouble(req, res, trouble)
    }
  })

  // Of `ssl`, httpxy makes its requests by HTTP, too; and writes into it.
  const targetOf = (address: string) => ({ target: `http://${address}`, ssl: { maxHeaderSize: MAX_HEADER_BYTES } })
  return {
    web: (req: IncomingMessage, res: ServerResponse, address: string) => {
      prepare(req)
      delete req.headers.upgrade
      void proxy.web(req, res, targetOf(address))
    },
    upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer, address: string) => {
      prepare(req)
      // Node's servers upgrade net.Sockets; the type leaves room for others.
      if (socket instanceof Socket) void proxy.ws(req, socket, targetOf(address), head)
      else socket.destroy()
    },
    /** Ends upgraded connections, which no server counts as its own. */
    close: () => {
      for (const socket of upgraded) socket.destroy()
    },
  }
}

/** The machine learns where the request came from from us alone. */
function prepare(req: IncomingMessage): void {
  dropHopByHop(req)
  for (const name of Object.keys(req.headers)) {
    if (name.startsWith('x-forwarded-') || name === 'forwarded') delete req.headers[name]
  }
}

function dropHopByHop(message: IncomingMessage): void {
  const named = (message.headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
  for (const name of [...HOP_BY_HOP, ...named.filter((one) => one !== 'upgrade')]) {
    if (name !== 'transfer-encoding' && name !== 'content-length' && name !== 'host') delete message.headers[name]
  }
}

function limitConnecting(proxyReq: ClientRequest, timeoutMs: number): void {
  const { socket } = proxyReq
  if (socket?.connecting !== true) return
  const timer = setTimeout(() => proxyReq.destroy(new ConnectTimeout('the machine takes no connection')), timeoutMs)
  const clear = () => clearTimeout(timer)
  socket.once('connect', clear).once('close', clear)
}

/** Two ends of one connection: when one is gone, so is the other. */
function tie(socket: Duplex, upstream: Duplex, upgraded: Set<Duplex>): void {
  upgraded.add(socket)
  socket.once('close', () => {
    upgraded.delete(socket)
    upstream.destroy()
  })
  upstream.once('close', () => socket.destroy())
}

/** Answers a request to upgrade, of whose connection no server takes care any more. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
