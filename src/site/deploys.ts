import { isDeepStrictEqual } from 'node:util'
import { failuresAfterPush } from './head.ts'
import type { Deploy, Site, Troubles } from './site.ts'

/** The commit that a machine serves now, or why it could not deploy the newest one, and serves the one before. */
export type DeployOutcome = { deploy: Deploy } | { failed: NonNullable<Troubles['deploy']> }

/** The site with that outcome, as reported; the same site when it is known. */
export function withDeploy(site: Site, outcome: DeployOutcome): Site {
  const { troubles: before, ...rest } = site.status
  const isDone = 'deploy' in outcome
  const troubles = isDone ? withoutFailedDeploy(before) : { programs: [], ...before, deploy: outcome.failed }
  const isNew = isDone && outcome.deploy.commit !== rest.deploy?.commit
  const failures = isNew ? failuresAfterPush(site) : rest.failures
  const status = { ...rest, failures, ...(isDone && outcome), ...(troubles && { troubles }) }
  return isDeepStrictEqual(status, site.status) ? site : { ...site, status }
}

/** What is left of the troubles after a successful deploy. */
export function withoutFailedDeploy(troubles: Troubles | undefined): Troubles | undefined {
  return troubles === undefined || troubles.programs.length === 0 ? undefined : { programs: troubles.programs }
}
