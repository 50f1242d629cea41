/** Statuses without a body, for which a Response takes none (Fetch Standard, "null body status"). */
const BODILESS: ReadonlySet<number> = new Set([101, 103, 204, 205, 304])

/**
 * `fetch` that resolves once the body is there in full, and rejects where it breaks off. Its time limit bounds the body, too: Octokit
 * takes an error while it reads a body for an empty one (@octokit/request, `getResponseData`).
 */
export function fetchWhole(timeoutMs: number): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    const body = await answer.arrayBuffer()
    const { status, statusText, headers } = answer
    return new Response(BODILESS.has(status) ? null : body, { status, statusText, headers })
  }
}
