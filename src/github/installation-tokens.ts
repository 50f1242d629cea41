import githubAppJwt from 'universal-github-app-jwt'
import * as z from 'zod'
import { createCache } from '../cache.ts'
import type { Clock } from '../control/ports.ts'
import { parseJson } from '../parse-json.ts'
import { isRepositoryName } from '../site/source.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'
import { fetchWithBody, isLimit } from './check-responses.ts'

export interface GithubApp {
  id: number
  installationId: number
  privateKey: string
  /** As `GithubOptions.apiUrl`. */
  apiUrl?: string | undefined
}

const answer = z.object({
  token: z.string().regex(/^[A-Za-z0-9_.-]{1,2000}$/),
  repositories: z.array(z.object({ full_name: z.string() })),
})

/** GitHub's are good for an hour: there is time left for a large clone. */
const FRESH_MS = 20 * MINUTE_MS
const MAX_TOKENS = 500
const TIMEOUT_MS = 8 * SECOND_MS

/**
 * Tokens of the App's installation that can read the contents of one repository, and nothing else ("Create an installation access token for
 * an app"). undefined for one that the App isn't installed for. Errors show nothing of key or token. Without Octokit, which takes a while to
 * load.
 */
export function createInstallationTokens(
  app: GithubApp,
  { clock }: { clock: Clock },
): (repository: string) => Promise<string | undefined> {
  const cache = createCache<string | undefined>({ clock, freshMs: FRESH_MS, maxKeys: MAX_TOKENS })
  return async (repository) => {
    if (!isRepositoryName(repository)) return undefined
    const key = repository.toLowerCase()
    const ask = () => askFor(repository, app, clock)
    // The App may get access at any time.
    return cache.last(key) === undefined ? cache.get(key, ask, clock.now()) : cache.get(key, ask)
  }
}

async function askFor(repository: string, app: GithubApp, clock: Clock): Promise<string | undefined> {
  const base = (app.apiUrl ?? 'https://api.github.com').replace(/(?<!\/)\/+$/, '')
  const response = await fetchWithBody(TIMEOUT_MS)(`${base}/app/installations/${app.installationId}/access_tokens`, {
    method: 'POST',
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${await jsonWebToken(app, clock)}`,
      'content-type': 'application/json',
      'user-agent': 'pokopoko',
      'x-github-api-version': '2022-11-28',
    },
    body: JSON.stringify({ repositories: [repository.split('/')[1]], permissions: { contents: 'read' } }),
  })
  const { status } = response
  const headers = Object.fromEntries(response.headers)
  const text = await response.text()
  if (status === 201) {
    const { data } = answer.safeParse(parseJson(text))
    // The request names no owner: the installation's may have a repository of that name, too.
    const isThat = data?.repositories.every(({ full_name }) => full_name.toLowerCase() === repository.toLowerCase())
    if (data !== undefined) return isThat === true ? data.token : undefined
  }
  // Not installed there; or the repository is gone, or none of the installation's.
  const isRefused = [403, 404, 422].includes(status) && !isLimit(status, { headers }, text)
  if (isRefused && parseJson(text) !== undefined) return undefined
  throw new Error(`GitHub answered the request for a token of ${repository} with ${status}`)
}

/** Without the parser's error, which might quote the key. */
async function jsonWebToken({ id, privateKey }: GithubApp, clock: Clock): Promise<string> {
  try {
    return (await githubAppJwt({ id, privateKey, now: Math.floor(clock.now() / SECOND_MS) })).token
  } catch {
    throw new Error('The private key of the GitHub App is none: store the file as GitHub gave it, whole')
  }
}
