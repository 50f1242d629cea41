import { isSetUpAsAsked } from '../../site/phase.ts'
import { mayBecomeRoot } from '../../site/linux-user.ts'
import type { Policy } from '../../site/policy.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import type { SetUpJob } from '../jobs.ts'
import type { Member, RepositoryAccess } from '../code-host.ts'
import { environmentOf } from '../environment.ts'
import { newReportToken, reportTokenHash } from '../reports/report-token.ts'
import type { Step } from '../step.ts'
import { canRunJob, commandFor, teamOf, unlessClaimed } from './job.ts'
import { visitorAccess } from '../visitor-access.ts'
import { checkTeam } from './observe-team.ts'

/** Kept of set-ups that failed one after another: any of them may have left its token on the machine. */
const MAX_REPORT_TOKENS = 4

export interface SetUpOptions {
  /** Where visitors find the site of that name. */
  siteUrl(name: string): string
  /** Where the machine of the site of that name takes push webhooks. */
  hookUrl(name: string): string
  /** What the webhook of the site with that id signs pushes with. */
  hookSecret(id: string): string
  /** What signs the cookies of clients of the site with that id. */
  shareKey(id: string): string
  /** Where it gets tokens to clone with, */
  cloneTokenUrl(name: string): string
  /** and what it shows there, on the machine of that launch. */
  cloneSecret(id: string, launch: number): string
  /** Where it reports its deploys and programs. */
  reportUrl(name: string): string
  /** Where it sends pictures of its start page. */
  pictureUrl(name: string): string
}

export const setUpStep = { name: 'set-up', policy: 'fails-site' } as const

/** Sets the machine up: clone, web server, access. Runs after each start, too, for what was pushed meanwhile. */
export function createSetUp(
  policy: Policy,
  { siteUrl, hookUrl, hookSecret, shareKey, cloneTokenUrl, cloneSecret, reportUrl, pictureUrl }: SetUpOptions,
): Step {
  return {
    ...setUpStep,
    endsLater: true,
    due: (site, now) => (canRunJob(site) && !isSetUpAsAsked(site) ? unlessClaimed(site, now) : 'no'),
    claim: (site, now) => ({ command: commandFor(site, 'set-up', now) }),
    release: () => ({ command: undefined }),
    run: async (site, { codeHost, clock, shell, environments, store }) => {
      const { spec, status } = site
      if (status.instance === undefined || status.command === undefined) return {}
      const { members, patch } = await checkTeam(site, { codeHost, clock }, site.history[0]?.at ?? site.createdAt)
      const hook = { url: hookUrl(site.name), secret: hookSecret(site.id) }
      const access = await codeHost.grant({ id: site.id, name: site.name }, spec.repository, hook)
      const environment = await environmentOf(site, { environments, store })
      const token = newReportToken()
      const job: SetUpJob = {
        ...jobFor(site, access, members, policy),
        access: visitorAccess(site, shareKey),
        webhookSecret: hook.secret,
        site: { id: site.id, name: site.name, url: siteUrl(site.name) },
        ...(environment && { environment }),
        ...(access.byApp === true && {
          cloneTokens: { url: cloneTokenUrl(site.name), secret: cloneSecret(site.id, status.instance.launch) },
        }),
        report: {
          url: reportUrl(site.name),
          token,
          ...(policy.pictures && { pictureUrl: pictureUrl(site.name) }),
        },
      }
      const id = await shell.start(status.instance.id, job)
      return {
        command: { ...status.command, id, ...(members && { team: teamOf(members) }) },
        ...patch,
        reportTokens: [reportTokenHash(token), ...(status.reportTokens ?? [])].slice(0, MAX_REPORT_TOKENS),
        repositoryAccess: accessToKeep(access, status.repositoryAccess),
      }
    },
  }
}

/** What the record keeps of it. The webhook is seen to once the set-up has ended; with the App, what the site had before goes by then. */
function accessToKeep(
  { repository, deployKeyId, byApp }: RepositoryAccess,
  before: SiteStatus['repositoryAccess'],
): NonNullable<SiteStatus['repositoryAccess']> {
  const keyId = byApp === true ? before?.deployKeyId : deployKeyId
  const hadAny = before !== undefined && (before.byApp !== true || before.pending === true)
  return {
    repository,
    ...(byApp === true && { byApp }),
    ...((byApp !== true || hadAny) && { pending: true as const }),
    ...(keyId !== undefined && { deployKeyId: keyId }),
    ...(before?.webhookId !== undefined && { webhookId: before.webhookId }),
    ...(before?.webhookAt !== undefined && { webhookAt: before.webhookAt }),
  }
}

function jobFor(
  { spec }: Site,
  repositoryAccess: RepositoryAccess,
  members: Member[] | undefined,
  policy: Policy,
): Omit<SetUpJob, 'site' | 'access' | 'webhookSecret'> {
  const {
    branch,
    documentRoot,
    appDirectory,
    startCommand,
    services,
    sharedDirectories,
    sshTeam,
    spaFallback,
    pullRequest,
  } = spec
  const { repository, cloneUrl, deployKey } = repositoryAccess
  return {
    kind: 'set-up',
    cloneUrl,
    repository,
    branch,
    revision: spec.setUpRevision,
    documentRoot,
    ...(appDirectory !== undefined && { appDirectory }),
    ...(startCommand !== undefined && { startCommand }),
    ...(services !== undefined && { services }),
    ...(sharedDirectories !== undefined && { sharedDirectories }),
    ...(pullRequest !== undefined && { pullRequest: pullRequest.number }),
    ...(members && { members }),
    ...(sshTeam !== undefined && mayBecomeRoot(sshTeam, policy) && { sudo: true }),
    ...(spaFallback === true && { spaFallback }),
    ...(deployKey !== undefined && { deployKey }),
    maxUploadMegabytes: policy.maxUploadMegabytes,
  }
}
