import { type OperationName, operations } from './operations/all.ts'
import { monthlyCosts, type MonthlyCosts } from './costs.ts'
import { failureOf, stuckOn, tryingAgain } from './failures.ts'
import { isOutOfMemory } from './failure-reasons.ts'
import { isBehind } from './head.ts'
import { logOfTrouble } from './logs.ts'
import { phaseOf, type Phase } from './phase.ts'
import { type Actor, permissionError } from './permissions.ts'
import type { Policy } from './policy.ts'
import { isPictured } from './pictured-page.ts'
import type { ShownPicture } from './picture.ts'
import { progressOf, type StageProgress } from './progress.ts'
import { purgeTime } from './purge-time.ts'
import { lockOutTime } from './team-loss.ts'
import { ownerAbsence, channelRefusalOf } from './contact.ts'
import type { Deploy, Deploying, Failure, HistoryEntry, Membership, Site, Troubles } from './site.ts'
import type { Instant } from './time.ts'

/** A client's link, as people see it. */
export interface ShareFacts {
  client: string
  /** Absent: it ends with the site. */
  until?: Instant
  /** Absent: never. */
  opened?: { count: number; at: Instant }
}

/** All that a card shows, and nothing else: when this changes, the card is edited. */
export interface CardFacts {
  name: string
  phase: Phase
  /** What lies between the site and what it should be. */
  progress: StageProgress[]
  repository: string
  branch: string
  /** For whom it is, and what for. */
  note?: string
  deploy?: Deploy
  /** A commit that it deploys once it wakes. */
  waiting?: string
  /** It went to sleep by itself: when, and how long nobody had used it. */
  idle?: { asleepAt: Instant; idleMs: number }
  /** It doesn't go to sleep by itself before. */
  keptAwakeUntil?: Instant
  /** Of its machine, if that lacks memory. */
  size?: string
  owner: string
  accessUser: string
  expiresAt: Instant
  /** Absent where a price isn't known. */
  costs?: MonthlyCosts
  /** When the archive is purged. */
  purgeAt?: Instant
  ssh?: { host: string; port: number }
  failure?: { step: string; failure: Pick<Failure, 'reason' | 'variables' | 'detail' | 'retryAt'> }
  /** What its machine is doing. */
  deploying?: Deploying
  /** Of its start page. */
  picture?: ShownPicture
  /** What is wrong with a site that is up. */
  troubles?: Troubles
  /** The log that says more of what's wrong. */
  log?: string
  /** Why deploys can't be reported to GitHub, when that won't pass by itself. */
  reportFailure?: string
  /** Logins of team members who can't log in because they have no public key. */
  withoutKeys?: string[]
  /** Logins of team members for whom the machine could make no account. */
  withoutAccount?: string[]
  /** Its team, when that no longer exists, and until when its members can still log in. */
  teamGone?: { team: string; until?: Instant }
  /** The archived repository at which its deploy key and webhook have to stay. */
  unrevokedAt?: string
  /** The platform may stop its machine at any time. */
  spot?: true
  /** The app can't post in the channel; `code` is Slack's error code. */
  channelRefusal?: { channel: string; code: string }
  /** Why the owner can't look after the site. */
  ownerAbsence?: Exclude<Membership, 'member'>
  /** Clients who have a link. */
  shares?: ShareFacts[]
  /** What can be done with it now. */
  operations: OperationName[]
  lastChange?: HistoryEntry
}

/** With `viewer`, the operations of that person only; otherwise of anybody. */
export function cardFacts(site: Site, policy: Policy, viewer?: Actor): CardFacts {
  const { spec, status } = site
  const lastChange = site.history[0]
  const absence = ownerAbsence(site)
  const costs = monthlyCosts(site, policy)
  const log = logOfTrouble(site)
  const purgeAt = spec.desired === 'archived' ? purgeTime(site, policy) : undefined
  return {
    name: site.name,
    phase: phaseOf(site),
    progress: progressOf(site),
    repository: spec.repository,
    branch: spec.branch,
    owner: spec.owner,
    accessUser: spec.access.user,
    expiresAt: spec.expiresAt,
    operations: operations
      .filter((one) => one.isPossible(site))
      .filter((one) => viewer === undefined || permissionError(viewer, site, one, policy) === undefined)
      .map(({ name }) => name),
    ...(spec.note !== undefined && { note: spec.note }),
    ...(costs && { costs }),
    ...(status.deploy && { deploy: status.deploy }),
    ...(purgeAt !== undefined && { purgeAt }),
    ...(status.instance?.ssh && { ssh: status.instance.ssh }),
    ...failureFacts(site),
    ...(log !== undefined && { log }),
    ...waitingFacts(site),
    ...idleFacts(site),
    ...(spec.desired === 'up' && spec.keepAwakeUntil !== undefined && { keptAwakeUntil: spec.keepAwakeUntil }),
    ...(lacksMemory(site) && { size: spec.size }),
    ...(phaseOf(site) === 'ready' && status.troubles && { troubles: status.troubles }),
    ...(isPictured(site) && status.picture?.shown && { picture: status.picture.shown }),
    ...(isDeploying(site) && status.deploying && { deploying: status.deploying }),
    ...(spec.desired === 'up' && reportFacts(site)),
    ...(spec.desired === 'up' && withoutAccess(site)),
    ...(spec.desired === 'up' && teamGoneFacts(site)),
    ...(status.repositoryAccess?.revokeSkippedFor !== undefined && { unrevokedAt: status.repositoryAccess.repository }),
    ...(spec.spot === true && spec.desired === 'up' && { spot: true }),
    ...channelFacts(site),
    ...(absence !== undefined && { ownerAbsence: absence }),
    ...shareFacts(site),
    ...(lastChange && { lastChange }),
  }
}

function shareFacts({ spec, status }: Site): Pick<CardFacts, 'shares'> {
  const { shares = [] } = spec.access
  if (shares.length === 0) return {}
  return {
    shares: shares.map(({ id, client, until }) => {
      const opened = status.shareOpenings?.[id]
      return { client, ...(until !== undefined && { until }), ...(opened && { opened }) }
    }),
  }
}

/** A set-up may have failed before its machine could say that it's over. */
function isDeploying(site: Site): boolean {
  const phase = phaseOf(site)
  return phase === 'settingUp' || phase === 'ready'
}

function withoutAccess({ status: { users } }: Site): Pick<CardFacts, 'withoutKeys' | 'withoutAccount'> {
  return {
    ...(users?.withoutKeys && { withoutKeys: users.withoutKeys }),
    ...(users?.withoutAccount && { withoutAccount: users.withoutAccount }),
  }
}

function channelFacts(site: Site): Pick<CardFacts, 'channelRefusal'> {
  const refusal = channelRefusalOf(site)
  return refusal === undefined ? {} : { channelRefusal: { channel: refusal.channel, code: refusal.code } }
}

/** Unexpected errors pass: they are tried again before anybody could do something about them. */
function reportFacts(site: Site): Pick<CardFacts, 'reportFailure'> {
  const failures = [failureOf(site, 'commit-status'), failureOf(site, 'pull-request-comment')]
  const found = failures.find((failure) => failure !== undefined && failure.reason !== 'unexpected')
  return found === undefined ? {} : { reportFailure: found.reason }
}

function teamGoneFacts(site: Site): Pick<CardFacts, 'teamGone'> {
  const { sshTeam: team } = site.spec
  if (team === undefined || site.status.teamLoss?.reason !== 'gone') return {}
  const until = lockOutTime(site)
  return { teamGone: { team, ...(until !== undefined && { until }) } }
}

function failureFacts(site: Site): Pick<CardFacts, 'failure'> {
  const found = stuckOn(site) ?? tryingAgain(site)
  if (found === undefined) return {}
  const { reason, variables, detail, retryAt } = found.failure
  const failure = { reason, ...(variables && { variables }), ...(detail && { detail }), ...(retryAt && { retryAt }) }
  return { failure: { step: found.step, failure } }
}

function waitingFacts(site: Site): Pick<CardFacts, 'waiting'> {
  const { head } = site.status
  return phaseOf(site) === 'asleep' && head?.commit !== undefined && isBehind(site) ? { waiting: head.commit } : {}
}

function idleFacts(site: Site): Pick<CardFacts, 'idle'> {
  const { idleSince } = site.spec
  const asleepAt = site.status.instance?.since
  if (phaseOf(site) !== 'asleep' || idleSince === undefined || asleepAt === undefined) return {}
  return { idle: { asleepAt, idleMs: Math.max(0, asleepAt - idleSince) } }
}

function lacksMemory(site: Site): boolean {
  const { deploy, programs = [] } = site.status.troubles ?? {}
  const failed = stuckOn(site) ?? tryingAgain(site)
  return [deploy?.reason, failed?.failure.reason].some(isOutOfMemory) || programs.some(({ memory }) => memory === true)
}
