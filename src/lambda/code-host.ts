import type { Secrets } from '../aws/secrets.ts'
import type { EngineSettings } from '../aws/settings.ts'
import { ConfigError } from '../config-error.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import type { CodeHost } from '../control/code-host.ts'
import { createGithubCodeHost } from '../github/code-host.ts'

type GithubSettings = Pick<EngineSettings, 'github' | 'domain'>

/** GitHub, as an App if the settings name one, or else with a token. ConfigError when the secret for it is missing. */
export function createCodeHost(
  settings: GithubSettings,
  secrets: Secrets,
  { clock, store }: { clock: Clock; store?: SiteStore },
): CodeHost {
  const { org, apiUrl, siteAccess } = settings.github
  const byApp = siteAccess === 'app'
  if (byApp && settings.github.app === undefined) throw new ConfigError('github.siteAccess: app takes github.app')
  if (byApp && secrets.githubWebhookSecret === undefined)
    throw new ConfigError('github.siteAccess: app takes the secret github-webhook-secret, and the events of the App')
  return createGithubCodeHost({
    auth: authOf(settings, secrets),
    org,
    siteDomain: settings.domain,
    clock,
    byApp,
    ...(store !== undefined && { store }),
    ...(apiUrl !== undefined && { apiUrl }),
  })
}

function authOf({ github: { app } }: GithubSettings, secrets: Secrets) {
  const { githubPrivateKey: privateKey, githubToken: token } = secrets
  if (app === undefined) {
    if (token === undefined) throw new ConfigError('Neither a GitHub App (github.app) nor the secret github-token')
    return { token }
  }
  if (privateKey === undefined) throw new ConfigError('No secret github-private-key for the GitHub App')
  return { appId: String(app.id), privateKey, installationId: app.installationId }
}
