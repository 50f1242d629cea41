import type { Octokit } from '@octokit/rest'
import { requestError } from './check-responses.ts'

/** What many sites have in common: asked for again and again, and seldom changed. */
const REMEMBERED: ReadonlySet<string> = new Set([
  'GET /repos/{owner}/{repo}',
  'GET /orgs/{org}/teams/{team_slug}',
  'GET /orgs/{org}/teams/{team_slug}/members',
])
const MAX_RESPONSES = 200
const NOT_MODIFIED = 304

/**
 * Sends the ETag of the last response along: one that is still the same costs nothing of the hour's limit ("Best practices for using the
 * REST API"). After a new token, which an App gets each hour, GitHub answers in full once.
 */
export function rememberResponses({ hook, request: { endpoint } }: Pick<Octokit, 'hook' | 'request'>) {
  const responses = new Map<string, RememberedResponse>()
  hook.wrap('request', async (request, options) => {
    if (!REMEMBERED.has(`${options.method} ${options.url}`)) return request(options)
    const { url } = endpoint.parse(options)
    const known = responses.get(url)
    // Inner hooks get these very options, whatever is passed on.
    const etag = known?.headers.etag
    if (etag !== undefined) options.headers = { ...options.headers, 'if-none-match': etag }
    try {
      const response = await request(options)
      responses.delete(url)
      responses.set(url, response)
      // The oldest comes first in a map.
      for (const oldest of responses.keys()) if (responses.size > MAX_RESPONSES) responses.delete(oldest)
      return response
    } catch (error) {
      if (known !== undefined && requestError.safeParse(error).data?.status === NOT_MODIFIED) return known
      throw error
    }
  })
  return {}
}

type RememberedResponse = Awaited<ReturnType<Octokit['request']>>
