import { isSetUpAsAsked } from '../../site/phase.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { Due, Step } from '../step.ts'

/** A claim older than this was given up. */
const CLAIM_MS = MINUTE_MS

export interface SetUpOptions {
  /** Where the machine of the site of that name takes push webhooks. */
  hookUrl(name: string): string
}

/** Sets the machine up: clone, web server, access, webhook. Again after each start, for what was pushed meanwhile. */
export function createSetUp({ hookUrl }: SetUpOptions): Step {
  return {
    name: 'set-up',
    endsLater: true,
    due: (site, now) => (canRunJob(site) && !isSetUpAsAsked(site) ? unlessClaimed(site, now) : 'no'),
    claim: (site, now) => ({ command: commandFor(site, 'set-up', now) }),
    release: () => ({ command: undefined }),
    run: async (site, { codeHost, shell }) => {
      const { spec, status } = site
      if (status.instance === undefined || status.command === undefined) return {}
      const { repository, branch, documentRoot, access, sshTeam } = spec
      const members = sshTeam === undefined ? [] : await codeHost.members(repository, sshTeam)
      const grant = await codeHost.grant({ id: site.id, name: site.name }, repository, hookUrl(site.name))
      const { cloneUrl, webhookSecret, deployKey, deployKeyId, webhookId } = grant
      const id = await shell.start(status.instance.id, {
        kind: 'set-up',
        site: { id: site.id, name: site.name },
        cloneUrl,
        repository,
        branch,
        documentRoot,
        access: { user: access.user, passwordHash: access.passwordHash },
        webhookSecret,
        members,
        ...(deployKey !== undefined && { deployKey }),
      })
      return {
        command: { ...status.command, id },
        grant: { repository, webhookId, ...(deployKeyId !== undefined && { deployKeyId }) },
      }
    },
  }
}

/** Writes a changed password to a machine that is set up. */
export const access: Step = {
  name: 'access',
  endsLater: true,
  due: (site, now) => {
    const isOld = site.status.access?.revision !== site.spec.access.revision
    return canRunJob(site) && isSetUpAsAsked(site) && isOld ? unlessClaimed(site, now) : 'no'
  },
  claim: (site, now) => ({ command: commandFor(site, 'access', now) }),
  release: () => ({ command: undefined }),
  run: async ({ spec, status }, { shell }) => {
    if (status.instance === undefined || status.command === undefined) return {}
    const { user, passwordHash } = spec.access
    const id = await shell.start(status.instance.id, { kind: 'access', access: { user, passwordHash } })
    return { command: { ...status.command, id } }
  },
}

function canRunJob({ spec, status: { instance, command } }: Site): boolean {
  return spec.desired === 'up' && instance?.state === 'running' && instance.reachable && command?.id === undefined
}

function unlessClaimed({ status: { command } }: Site, now: Instant): Due {
  if (command === undefined || command.startedAt + CLAIM_MS <= now) return 'now'
  return { at: command.startedAt + CLAIM_MS }
}

function commandFor(site: Site, job: 'set-up' | 'access', now: Instant): NonNullable<SiteStatus['command']> {
  const { setUpRevision, access } = site.spec
  return { job, revision: setUpRevision, accessRevision: access.revision, startedAt: now }
}
