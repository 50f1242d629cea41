import { request } from 'node:http'
import { SECOND_MS } from '../../site/time.ts'

export interface Delivery {
  url: string
  headers: Record<string, string>
  body: string
}

/** Posts it and gives the answer's status; redirects are not followed. Rejects when there is no answer. */
export type Deliver = (delivery: Delivery, signal: AbortSignal) => Promise<number>

/** As GitHub: receivers answer within 10 s ("Handling failed webhook deliveries"). */
const TIMEOUT_MS = 10 * SECOND_MS

/** Hooks are allowed to reach this computer only. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'http:' && (hostname === 'localhost' || hostname.endsWith('.localhost'))
}

/** `deadline` begins a delivery's time, and aborts when it is over: after 10 s, unless said otherwise. */
export function createDeliver({ deadline: begin = () => AbortSignal.timeout(TIMEOUT_MS) } = {}): Deliver {
  return (delivery, signal) =>
    new Promise((resolve, reject) => {
      if (!isLoopbackUrl(delivery.url)) {
        reject(new Error('only hosts that end in localhost get deliveries'))
        return
      }
      const { host, port, pathname, search } = new URL(delivery.url)
      const deadline = begin()
      const sent = request({
        // Not every system resolves names under localhost.
        host: '127.0.0.1',
        port: port === '' ? 80 : Number(port),
        path: `${pathname}${search}`,
        method: 'POST',
        headers: { ...delivery.headers, host, 'content-length': Buffer.byteLength(delivery.body) },
        signal: AbortSignal.any([signal, deadline]),
        agent: false,
      })
      const fail = (cause: Error) =>
        reject(deadline.aborted ? new Error(`no answer within ${TIMEOUT_MS / SECOND_MS} s`, { cause }) : cause)
      sent.on('error', fail)
      sent.on('response', (response) => {
        response.on('error', fail)
        response.on('end', () => resolve(response.statusCode ?? 0))
        response.resume()
      })
      sent.end(delivery.body)
    })
}
