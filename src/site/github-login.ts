import { pathAtCodeHost } from './source-address.ts'

/** GitHub's rule for logins, with the `_` of managed users and the hyphens of old accounts. Nothing of it needs escaping in a path. */
const LOGIN = /^[a-z0-9][a-z0-9_-]{0,38}$/i

/** The login that somebody's profile names: `aki`, `@aki`, or the address of the account. undefined for anything else. */
export function githubLoginIn(text: string): string | undefined {
  const path = pathAtCodeHost(text.trim())?.replace(/^@|\/$/g, '')
  return path !== undefined && isGithubLogin(path) ? path : undefined
}

export function isGithubLogin(text: string): boolean {
  return LOGIN.test(text)
}
