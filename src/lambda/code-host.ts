import type { Secrets } from '../aws/secrets.ts'
import { ConfigError } from '../config.ts'
import type { Clock, CodeHost } from '../control/ports.ts'
import { createGithubCodeHost } from '../github/code-host.ts'

interface GithubSettings {
  GITHUB_ORG: string
  SITE_DOMAIN: string
  GITHUB_APP_ID?: string | undefined
  GITHUB_INSTALLATION_ID?: number | undefined
  GITHUB_API_URL?: string | undefined
}

/** GitHub, as its App when the settings name one, else with a token. ConfigError when the secret for that is missing. */
export function createCodeHost(settings: GithubSettings, secrets: Secrets, clock: Clock): CodeHost {
  return createGithubCodeHost({
    auth: authOf(settings, secrets),
    org: settings.GITHUB_ORG,
    siteDomain: settings.SITE_DOMAIN,
    clock,
    ...(settings.GITHUB_API_URL !== undefined && { apiUrl: settings.GITHUB_API_URL }),
  })
}

function authOf({ GITHUB_APP_ID: appId, GITHUB_INSTALLATION_ID: installationId }: GithubSettings, secrets: Secrets) {
  const { githubPrivateKey: privateKey, githubToken: token } = secrets
  if (appId === undefined || installationId === undefined) {
    if (token === undefined) throw new ConfigError('Neither a GitHub App (GITHUB_APP_ID) nor the secret github-token')
    return { token }
  }
  if (privateKey === undefined) throw new ConfigError('No secret github-private-key for the GitHub App')
  return { appId, privateKey, installationId }
}
