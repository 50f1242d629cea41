import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { FetchFunction } from '@slack/web-api'
import { timeFor } from './deadline.ts'

/** Slack's own Web API. */
const SLACK_API_URL = 'https://slack.com/api/'

/** Limit for one call, headers and body, while someone waits. Bolt's `respond` has no limit of its own. */
const CALL_TIMEOUT_MS = 2000

/**
 * `fetch` that only calls Slack's Web API and response URLs. Response URLs come with requests, so anyone who can sign requests could
 * otherwise make the function call any address. No call outlasts the request that it's made for.
 */
export function slackFetch(slackApiUrl = SLACK_API_URL): FetchFunction {
  const api = new URL(slackApiUrl)
  const allowed = [api.origin, `https://hooks.${api.hostname}`, 'https://hooks.slack.com']
  return async (url, options) => {
    const { origin } = new URL(url)
    if (!allowed.includes(origin)) throw new Error('Not an address of Slack')
    const limit = AbortSignal.timeout(timeFor(CALL_TIMEOUT_MS))
    const signal = options?.signal ? AbortSignal.any([options.signal, limit]) : limit
    return nodeFetch(url, { ...options, signal })
  }
}

type FetchResponse = Awaited<ReturnType<FetchFunction>>

/**
 * `fetch` for Slack's client on Node's own HTTP, which the functions have loaded for AWS anyway. The first use of the global `fetch` loads
 * its own client, which takes 60 ms of the 3 s that Slack waits (`npm run bench`). Bodies are strings. Resolves when the whole answer is
 * there, so `signal` limits its body too.
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
