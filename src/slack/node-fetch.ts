import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { FetchFunction } from '@slack/web-api'

type FetchResponse = Awaited<ReturnType<FetchFunction>>

/**
 * `fetch` for Slack's client by Node's own HTTP, which the functions have loaded for AWS anyway: the first use of the
 * global one loads a client of its own, which takes 60 ms of the 3 s that Slack waits (`npm run bench`). Takes texts as bodies.
 * Resolves once the whole answer is there, so that `signal` bounds its body, too.
 */
export const nodeFetch: FetchFunction = (url, { method = 'GET', headers, body, signal } = {}) =>
  new Promise((resolve, reject) => {
    if (body !== undefined && typeof body !== 'string') {
      reject(new TypeError('Only texts are sent here'))
      return
    }
    const request = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest
    const options = { method, headers: { ...headers }, ...(signal && { signal }) }
    const sent = request(url, options, (message) => {
      if (message.statusCode !== undefined && message.statusCode >= 300 && message.statusCode < 400) {
        message.resume()
        reject(new Error('Slack redirects, which is not followed'))
      } else buffer(message).then((bytes) => resolve(responseOf(String(url), message, bytes)), reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })

function responseOf(url: string, message: IncomingMessage, bytes: Buffer): FetchResponse {
  const { statusCode: status = 0, statusMessage: statusText = '' } = message
  const values = new Map(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  const text = async () => bytes.toString('utf8')
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText,
    url,
    headers: { get: (name) => values.get(name.toLowerCase()) ?? null, entries: () => values.entries() },
    text,
    json: async () => JSON.parse(await text()) as unknown,
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  }
}
