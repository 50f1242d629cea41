import type { FetchFunction } from '@slack/web-api'
import { nodeFetch } from './node-fetch.ts'

/** Where Slack's Web API is unless something else is set. */
const SLACK_API_URL = 'https://slack.com/api/'

/**
 * `fetch` that calls Slack's Web API and its response URLs, and nothing else: these come with requests, and would
 * otherwise lead whoever can sign requests to any address that the function reaches.
 */
export function slackFetch(slackApiUrl = SLACK_API_URL): FetchFunction {
  const api = new URL(slackApiUrl)
  const allowed = [api.origin, `https://hooks.${api.hostname}`, 'https://hooks.slack.com']
  return async (url, options) => {
    const { origin } = new URL(url)
    if (!allowed.includes(origin)) throw new Error('Not an address of Slack')
    return nodeFetch(url, options)
  }
}
