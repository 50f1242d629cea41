import * as z from 'zod'
import { LimitError, PermanentError, named, undefinedIf } from '../site/errors.ts'
import { type ErrorResponse, requestError, isUnusableResponse, isThrottledResponse } from './check-responses.ts'

/**
 * GitHub failed, or rejected a call. It names the call and the status, and nothing of request or response, which can contain
 * tokens, private keys and webhook secrets. So it has no `cause` either.
 */
export class GithubError extends Error {
  override readonly name = 'GithubError'
  /** 0 without a response. */
  readonly status: number
  /** Invalid fields, by GitHub (422). */
  readonly fields: readonly string[]
  constructor(message: string, status: number, fields: readonly string[] = []) {
    super(message)
    this.status = status
    this.fields = fields
  }
}
const isOurs = named<GithubError>('GithubError')

/** @param status any by default */
export function isGithubError(error: unknown, status?: number): error is GithubError {
  return isOurs(error) && (status === undefined || error.status === status)
}

/**
 * Turns Octokit's error into a PermanentError where a retry can't help, a LimitError, or a GithubError.
 * @param limitedForMs how long GitHub has asked to wait; 0 if it hasn't
 */
export function translateError(error: unknown, limitedForMs: number): unknown {
  if (isUnusableResponse(error)) return new GithubError(error.message, 0)
  const parsed = requestError.safeParse(error)
  if (!parsed.success) return error
  const { status, request, response } = parsed.data
  const { pathname } = new URL(request.url)
  const asked = `${request.method} ${pathname}`
  if (response === undefined) return new GithubError(`GitHub did not answer ${asked}${codeOf(error)}`, 0)
  if (isThrottledResponse(error)) return limitError(asked, limitedForMs)
  const message = `GitHub answered ${asked} with ${status}${missing(status, response)}`
  const reason = permanentReason(status, pathname)
  if (reason !== undefined) return new PermanentError(reason, { message })
  return new GithubError(message, status, fieldsOf(response.data))
}

export function limitError(asked: string, retryAfterMs: number): LimitError {
  return new LimitError(`GitHub is asked too much: ${asked} has to wait`, { retryAfterMs })
}

/** undefined where GitHub says that it doesn't exist, or that we can't see it. */
export function unlessMissing<T>(promise: Promise<T>): Promise<T | undefined> {
  return undefinedIf(isMissing, promise)
}

/**
 * For calls about a repository that exists: without permission, GitHub answers 404. PermanentError `repository-forbidden`.
 */
export async function forbiddenIfMissing<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (isMissing(error)) throw new PermanentError('repository-forbidden', { message: messageOf(error) })
    throw error
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function isMissing(error: unknown): boolean {
  return isGithubError(error, 404) || isGithubError(error, 410)
}

function permanentReason(status: number, pathname: string): string | undefined {
  if (status === 401) return 'code-host-denied'
  // The App's key is right, but its installation is gone or suspended.
  if (/\/app\/installations\/\d+\/access_tokens$/.test(pathname)) {
    return status === 403 || status === 404 ? 'code-host-not-installed' : undefined
  }
  if (status !== 403 && status !== 451) return undefined
  return /\/(?:repos|repositories)\//.test(pathname) ? 'repository-forbidden' : 'code-host-denied'
}

/**
 * For your GitHub admin: the permission that is missing, such as `administration=write`, or the scopes of a classic token, any of
 * which would do. GitHub sends them with every response, so they're only used where they're the reason.
 */
function missing(status: number, { headers }: ErrorResponse): string {
  const scopes = namesIn(headers['x-accepted-oauth-scopes'])
  const granted = namesIn(headers['x-oauth-scopes'])
  if ([403, 404].includes(status) && scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    return ` (it takes the scope ${scopes.join(' or ')})`
  }
  const permissions = namesIn(headers['x-accepted-github-permissions'], ';')
  return status === 403 && permissions.length > 0 ? ` (it takes ${permissions.join(' or ')})` : ''
}

function namesIn(header: unknown, separator = ','): string[] {
  const isList = typeof header === 'string' && /^[\w=:,; ]{1,200}$/.test(header)
  return isList
    ? header
        .split(separator)
        .map((name) => name.trim())
        .filter(Boolean)
    : []
}

const validation = z.object({ errors: z.array(z.object({ field: z.string().optional() })) })

function fieldsOf(data: unknown): string[] {
  const parsed = validation.safeParse(data)
  return parsed.success ? parsed.data.errors.flatMap(({ field }) => field ?? []) : []
}

/** Such as ECONNREFUSED, which fetch nests as a cause. */
function codeOf(error: unknown): string {
  let cause = error
  for (let depth = 0; depth < 4 && cause instanceof Error; depth++) {
    if ('code' in cause && typeof cause.code === 'string') return ` (${cause.code})`
    if (cause.name === 'TimeoutError') return ' in time'
    cause = cause.cause
  }
  return ''
}
