import type { FetchFunction } from '@slack/web-api'
import { timeFor } from './deadline.ts'
import { nodeFetch } from './node-fetch.ts'

/** Where Slack's Web API is unless something else is set. */
const SLACK_API_URL = 'https://slack.com/api/'

/** One call, headers and body, while somebody waits. Bolt's `respond` sets no limit of its own. */
const CALL_TIMEOUT_MS = 2000

/**
 * `fetch` that calls Slack's Web API and its response URLs, and nothing else: these come with requests, and would
 * otherwise lead anyone who can sign requests to any address that the function reaches. No call outlasts the request that it
 * is made for.
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
