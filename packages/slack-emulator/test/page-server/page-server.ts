import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http'
import { createWorkspaceServer, type WorkspaceServerOptions } from '../../src/page-server/server.ts'
import { aWorkspace, NOON } from '../workspace-fixture.ts'

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** The page's server on a free port, over a workspace in which Aki and Ben may be acted as. */
export async function startPageServer(options: Partial<WorkspaceServerOptions> = {}) {
  const fixture = aWorkspace()
  const reported: unknown[] = []
  const skipped: (number | 'next')[] = []
  const listener = await createWorkspaceServer({
    workspace: fixture.workspace,
    clock: {
      now: () => NOON,
      nextEventAt: () => NOON + 1000,
      skip: async (ms) => void skipped.push(ms),
      skipToNext: async () => void skipped.push('next'),
    },
    people: ['U1', 'U2'],
    onError: (error) => reported.push(error),
    ...options,
  })
  const server = createServer(listener)
  const port = await listen(server)
  const send = (path: string, { method = 'GET', headers = {}, body = '' } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (res) => {
        let text = ''
        res.setEncoding('utf8')
        res.on('data', (chunk: string) => (text += chunk))
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }))
      })
      sent.on('error', reject)
      sent.end(body)
    })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { ...fixture, port, send, post, stop, reported, skipped }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
