import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

export interface Limits {
  connectionTimeout: number
  /** For a response's headers. */
  requestTimeout: number
}

/** Kept open for the next call. */
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

/** The SDK's name for it. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/** Posts to that address. Resolves with the response once its headers are there; its body is still to be read. */
export function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { connectionTimeout, requestTimeout }: Limits,
): Promise<IncomingMessage> {
  const [send, agent] =
    url.protocol === 'http:' ? ([httpRequest, agents.http] as const) : ([httpsRequest, agents.https] as const)
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', agent, headers })
    const timers: NodeJS.Timeout[] = []
    const limit = (ms: number, what: string) => {
      timers.push(setTimeout(() => request.destroy(new TimeoutError(`${what} within ${ms} ms`)), ms))
    }
    const end = () => timers.splice(0).forEach(clearTimeout)
    limit(requestTimeout, 'No response')
    request.on('socket', (socket) => {
      if (!socket.connecting) return
      limit(connectionTimeout, 'No connection')
      socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', () => clearTimeout(timers[1]))
    })
    request.on('response', (response) => {
      end()
      resolve(response)
    })
    request.on('error', (error) => {
      end()
      reject(error)
    })
    request.end(body)
  })
}

/** Ends idle connections. */
export function closeConnections(): void {
  agents.http.destroy()
  agents.https.destroy()
}
