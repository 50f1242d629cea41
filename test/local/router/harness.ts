import assert from 'node:assert/strict'
import {
  createServer,
  type IncomingMessage,
  request,
  type RequestOptions,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { close, listen } from '../../../src/local/listen.ts'
import type { GatewayPage } from '../../../views/gateway.ts'
import { createRouter, type RouterOptions } from '../../../src/local/router.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

export interface Answer {
  status: number | undefined
  headers: IncomingMessage['headers']
  body: string
}

export type RouterBench = Awaited<ReturnType<typeof makeRouterBench>>

/** A router that listens, with machines to lead to. */
export async function makeRouterBench(changes: Partial<RouterOptions> = {}) {
  const temporary = await makeTemporaryDirectory()
  const standings = new Map<string, GatewayPage>()
  const faults: unknown[] = []
  const servers: Server[] = []
  const openRouter = () =>
    createRouter({
      file: join(temporary.path, 'routes.json'),
      lookUp: async (name) => standings.get(name) ?? { kind: 'unknown' },
      wake: async () => 'not-asleep',
      open: async () => 'denied',
      takeControl: async () => false,
      takePush: async () => assert.fail('no push'),
      timeZone: 'Asia/Tokyo',
      report: (fault) => void faults.push(fault),
      ...changes,
    })
  let router = await openRouter()
  let port = await listen(router.server)
  const machine = async (respond: (req: IncomingMessage, res: ServerResponse) => void) => {
    const server = createServer({ maxHeaderSize: 200_000 }, respond)
    servers.push(server)
    return { server, address: `127.0.0.1:${await listen(server)}` }
  }
  return {
    standings,
    faults,
    routes: () => router.routes,
    server: () => router.server,
    port: () => port,
    machine,
    /** A route from `plum` to a machine that answers so. */
    site: async (respond: (req: IncomingMessage, res: ServerResponse) => void) => {
      const { server, address } = await machine(respond)
      await router.routes.put({ siteId: 'site-1', name: 'plum', instanceId: 'machine-1', address })
      return server
    },
    restart: async () => {
      await router.close()
      router = await openRouter()
      port = await listen(router.server)
    },
    get: (host: string, path = '/', options: RequestOptions & { body?: string | Buffer } = {}): Promise<Answer> =>
      ask({ ...options, port, path, headers: { host, ...options.headers } }, options.body),
    clean: async () => {
      await router.close()
      await Promise.all(servers.map(close))
      await temporary.remove()
    },
  }
}

function ask(options: RequestOptions, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', ...options }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      res.on('error', reject)
      res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, body: text }))
    })
    req.on('error', reject)
    req.end(body)
  })
}

/** Asks to upgrade; the connection when it was, the status when it was not. */
export function openWebSocket(port: number, host: string, upgrade = 'websocket'): Promise<Socket | number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host, connection: 'Upgrade', upgrade, 'x-forwarded-for': '6.6.6.6' }
    const req = request({ host: '127.0.0.1', port, path: '/live?x=1', headers, agent: false })
    req.on('upgrade', (_res, socket, head) => {
      // What came along with the answer.
      socket.unshift(head)
      resolve(socket)
    })
    req.on('response', (res) => {
      res.resume()
      resolve(res.statusCode)
    })
    req.on('error', reject)
    req.end()
  })
}
