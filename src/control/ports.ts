import type { AuditEntry } from '../site/audit.ts'
import type { CodeHost } from './code-host.ts'
import type { CommandState, Job, ReadLog } from './jobs.ts'
import type { LogRequest } from './log-request.ts'
import type { Variables } from '../site/environment.ts'
import type { BudgetState } from '../site/costs.ts'
import type { Instant } from '../site/time.ts'
import type { MachineState, Membership, Site } from '../site/site.ts'
import type { NotificationType } from '../site/notification-type.ts'
import type { UserError } from '../site/user-error.ts'
import type { Warning } from '../site/warnings.ts'
import type { DigestWeek, WeeklyDigest } from '../site/weekly-digest.ts'

/**
 * Everything outside that the reconciler and the front ends use. Two platforms implement these ports (`src/aws` with `src/github`, and
 * `src/local`). `test/contracts` has one suite for each port, which every implementation passes, the tests' fakes included.
 *
 * Errors of all ports: PermanentError when another attempt can't help, ConflictError from conditional writes, and LimitError when a
 * service throttles us. Anything else is taken for temporary and tried again.
 */

export interface Clock {
  now(): Instant
}

export type SiteQuery = { by: 'owner'; owner: string } | { by: 'channel'; channel: string } | { by: 'life'; life: Life }

/** `live`: anything but archived. */
export type Life = 'live' | 'archived'

export interface Page {
  sites: Site[]
  /** Opaque. Pass it to get the next page; absent on the last one. */
  cursor?: string
  /** Names of sites whose records can't be read; absent when there are none. */
  unreadable?: string[]
}

/** A site that counts towards its owner's quota, and towards the quota of all. */
export interface QuotaEntry {
  siteId: string
  owner: string
}

/** A picture of a start page, JPEG. */
export interface KeptPicture {
  siteId: string
  /** SHA-256 (hex) of `data`. */
  hash: string
  data: Uint8Array
  at: Instant
}

/** How many entries count. */
export interface QuotaTotal {
  count: number
  /** Changes that haven't ended, some since a process died. */
  underWay: number
  /** Another after each change. */
  revision: number
}

export interface QuotaLimits {
  all?: number
  perOwner?: number
}

/**
 * The table. Every write is conditional, or else a ConflictError: `create` on the name being free, the others on `version` being the one
 * that was loaded. Loads are strongly consistent, lists may lag.
 */
export interface SiteStore {
  load(name: string): Promise<Site | undefined>
  create(site: Site): Promise<Site>
  /** Saves with `version + 1` and returns what was saved. */
  save(site: Site): Promise<Site>
  remove(site: Site): Promise<void>
  /** `owner` and `life`: soonest expiry first. `channel`: newest first. */
  list(query: SiteQuery, page: { limit: number; cursor?: string }): Promise<Page>
  /**
   * Adds the entry within the limits, also when many ask at the same time. An entry that is there stays. One of `from` for the same site
   * moves to the new owner, whatever the limit for all. If a process dies in between, no limit is exceeded, but the total may be too high.
   */
  takeQuota(
    entry: QuotaEntry,
    options?: { from?: string; limits?: QuotaLimits },
  ): Promise<'taken' | 'owner-quota-reached' | 'site-quota-reached'>
  /** Succeeds when there is none. */
  releaseQuota(entry: QuotaEntry): Promise<void>
  /** All of them, for the sweep. */
  quotaEntries(): Promise<QuotaEntry[]>
  quotaTotal(): Promise<QuotaTotal>
  /** Counts the entries anew, unless something has changed since that revision. Only of a revision that has lasted: changes that are under way end. */
  recountQuota(revision: number): Promise<void>
  /** Keeps what a site has cost in that month (`YYYY-MM`); once, however often it's added. Earlier months are forgotten. */
  addRemovedCost(month: string, site: { siteId: string; cost: number }): Promise<void>
  /** The sum of that month. */
  removedCosts(month: string): Promise<number>
  /** Keeps it for {@link AUDIT_LIFE_MS}. The same entry is kept once. */
  addAuditEntry(entry: AuditEntry): Promise<void>
  /** Keeps a picture of the site's start page until it's uploaded, for a day at most. Another one takes its place. */
  savePicture(picture: KeptPicture): Promise<void>
  loadPicture(siteId: string): Promise<KeptPicture | undefined>
  /** False while another holder has the lease of that name. The same holder can take it again. */
  takeLease(name: string, lease: { holder: string; now: Instant; until: Instant }): Promise<boolean>
  /** Ends that holder's lease, if it has it. */
  releaseLease(name: string, holder: string): Promise<void>
  /** undefined: nothing was ever counted. Without calls where they can't be read. */
  loadCallLog(name: string): Promise<CallLog | undefined>
  /** ConflictError unless the one that is there has `version - 1`, or there is none. */
  saveCallLog(name: string, log: CallLog): Promise<void>
  /** undefined: nobody ever set one. */
  loadRepositoryEnvironment(repository: string): Promise<RepositoryEnvironment | undefined>
  /** ConflictError unless the one that is there has `version - 1`, or there is none. */
  saveRepositoryEnvironment(repository: string, environment: RepositoryEnvironment): Promise<void>
  /** What the sweep remembers from one run to the next; nothing when that can't be read. */
  loadOrphans(): Promise<Sighting[]>
  saveOrphans(sightings: Sighting[]): Promise<void>
}

/** So many calls of that kind, the last of them at that moment. */
export interface LoggedCalls {
  at: Instant
  kind: string
  count: number
}

/** Calls of a service that all processes have made of late: see `createCallLog`. */
export interface CallLog {
  /** Raised by each change. */
  version: number
  calls: LoggedCalls[]
}

/** What people set for the programs of all sites of a repository. Its values are in {@link Environments}. */
export interface RepositoryEnvironment {
  /** Raised by each change. */
  version: number
  /** Absent without any variables. */
  key?: string | undefined
  names: string[]
  /** Who changed it last, and the names of what they changed. */
  by: string
  to: string
  /** The id that it was saved with, if the repository had another name then. */
  savedFor?: string | undefined
  /** The name that the repository has now, and its environment with it. */
  movedTo?: string | undefined
}

/** An orphan, an unreadable record, or the branch that was checked last: its key, and when it was first seen. */
export interface Sighting {
  key: string
  since: Instant
}

export interface LaunchOrder {
  site: { id: string; name: string }
  /** Idempotency token: the same one gives the same machine for as long as that exists. */
  token: string
  launch: number
  image: string
  size: string
  /** Cheaper, but the platform may stop it at any time; ignored where the platform has no such machines. */
  spot?: boolean
  /** Which alternative of size and zone to try; 0 when left out. Always the same for the same token. */
  attempt?: number
}

export interface Machine {
  id: string
  siteId: string
  launch: number
  state: MachineState
  /** `host:port` of its web server, while it runs. */
  address?: string
  ssh?: { host: string; port: number }
}

export interface MachineImage {
  id: string
  siteId: string
  /** Launch number of the machine that it is an image of. */
  launch: number
  state: 'pending' | 'available' | 'failed'
  /** What the form offers it as; absent: it doesn't. */
  label?: string
}

/** Machines and their images. A call whose effect is there already succeeds. */
export interface Instances {
  /**
   * PermanentError `image-missing` when the image isn't available, `launch-token-used` when the token's machine is gone.
   * CapacityError when there is no capacity: the next attempt takes another alternative and a new token. RejectedError when the launch
   * was refused. After these errors there is no machine of that token; after any other error there may be one.
   */
  launch(order: LaunchOrder): Promise<Machine>
  /** undefined: it is gone, never existed, or was launched a moment ago and isn't listed yet. */
  describe(id: string): Promise<Machine | undefined>
  start(id: string): Promise<void>
  /** Gives a stopped machine another size. PermanentError `size-unfit` when it can't have that. */
  resize(id: string, size: string): Promise<void>
  /** `isForced`: also when its system hangs; for a machine that has been stopping for long. */
  stop(id: string, options?: { isForced?: boolean }): Promise<void>
  terminate(id: string): Promise<void>
  /** The image of that machine and launch; made if there is none. The machine should be stopped. */
  createImage(machine: { id: string; siteId: string; siteName: string; launch: number }): Promise<MachineImage>
  describeImage(id: string): Promise<MachineImage | undefined>
  /** Has forms offer that image of ours, by that label, once it's available. */
  offerImage(id: string, label: string): Promise<void>
  /** Deregisters the image and deletes its snapshots. */
  removeImage(id: string): Promise<void>
  /** Everything tagged as ours, for the sweep. */
  list(): Promise<{ machines: Machine[]; images: MachineImage[] }>
}

/** Runs jobs on a machine. Jobs hold secrets, which never go into parameters, logs or the table. */
export interface Shell {
  /** Does the machine take commands yet? */
  reachable(instanceId: string): Promise<boolean>
  /** Starts the job and returns the command's id without waiting. A job may run any number of times; jobs on one machine queue. */
  start(instanceId: string, job: Job): Promise<string>
  /** undefined: there is no such command (any more), or its machine is gone. What a log says is told once. */
  result(instanceId: string, commandId: string): Promise<CommandState | undefined>
}

export interface Route {
  siteId: string
  name: string
  instanceId: string
  address: string
}

export interface PutRoute extends Route {
  /** What `prepare` gave for that very machine. */
  handle?: string | undefined
  /** The site has had no other machine. */
  isFirst?: boolean
  /** It was prepared or put a while ago: visitors are led there whether the machine passes its checks or not. */
  hasWaited?: boolean
}

/** From public addresses to machines. `put` replaces; removing nothing succeeds. */
export interface Routes {
  /**
   * Has a machine looked after that visitors will be led to, so that `put` need not wait for that. Nobody is led there yet.
   * @returns by which `put` finds it without a search, where there is such a thing
   */
  prepare(route: Route): Promise<string | undefined>
  /** `waiting`: nobody is led there yet, since its first checks haven't ended. Then it has to be put again. */
  put(route: PutRoute): Promise<'led' | 'waiting'>
  remove(site: { id: string; name: string }): Promise<void>
  /** All of them, for the sweep. `known`: sites whose routes need not be looked up one by one. */
  list(known?: Iterable<{ id: string; name: string }>): Promise<{ siteId: string; name: string }[]>
}

/**
 * What people set for the programs of sites. What is saved under a key never changes: each change is saved under a new one, and is in force
 * once the record has that key. So two changes at once never mix, and none is lost.
 */
export interface Environments {
  /** Saves all variables of the site, or of a repository (`ofRepository`), and returns their key. */
  save(site: { id: string }, variables: Variables): Promise<string>
  /** Rejects when nothing has that key. */
  load(site: { id: string }, key: string): Promise<Variables>
  /** Succeeds when nothing has that key. */
  remove(site: { id: string }, key: string): Promise<void>
  /** All of them, for the sweep. `siteId` is the id that they were saved with. */
  list(): Promise<{ siteId: string; key: string }[]>
}

/** For the front ends. They don't remove what they replace, because a job may be about to deliver it; the sweep does. */
export type EnvironmentAccess = Pick<Environments, 'save' | 'load'>

/** One alarm for each site. When it goes off, the site is reconciled. It carries the name and nothing else. */
export interface Alarm {
  /** It goes off up to a minute late, at once for a moment in the past, and perhaps also at moments that were set before. */
  set(site: { id: string; name: string }, at: Instant): Promise<void>
  /** Clears what was set for that moment, to the minute; left out: everything. */
  clear(site: { id: string }, at?: Instant): Promise<void>
  /** Sites that have one, for the sweep. */
  list(): Promise<{ siteId: string }[]>
}

/** Where a message goes. With a person's id as `channel` it is a direct message. */
export interface ChatTarget {
  channel: string
  thread?: string | undefined
}

/** A message that was posted. `channel` is the conversation's id, also for direct messages. */
export interface ChatMessage {
  channel: string
  ts: string
}

/**
 * What people see of a site in Slack, besides responses to their own clicks. PermanentError `channel-missing`: the app can't post in
 * that channel; `person-unreachable`: the app can't message that person; `message-missing`: the message to edit was deleted;
 * `slack-denied`: Slack rejects the app everywhere.
 */
export interface Chat {
  postCard(site: Site, target: ChatTarget): Promise<ChatMessage>
  updateCard(site: Site, message: ChatMessage): Promise<void>
  /** Posts the notification in that thread, or in the channel when the thread's message is gone. */
  notify(site: Site, type: NotificationType, target: ChatTarget): Promise<ChatMessage>
  /**
   * The card, or the current notification of that type, if it was posted there at `since` or later and still exists: the process that
   * posted it may have died before it saved that.
   */
  findPosted(
    site: Site,
    what: 'card' | NotificationType,
    since: Instant,
    target: ChatTarget,
  ): Promise<ChatMessage | undefined>
  /** Posts one warning of the expiry of several sites, each with its own buttons, in the channel. */
  warn(sites: readonly Site[], target: ChatTarget): Promise<ChatMessage>
  /** Draws the warning of these sites anew: one that no longer holds loses its buttons, and the message says what came of it. */
  updateWarning(warnings: readonly Warning[], message: ChatMessage): Promise<void>
  /** The same for the question who takes over a site. */
  resolveAdoption(site: Site, message: ChatMessage): Promise<void>
  /** Removes the buttons from the card in a direct message: the channel's card counts again, or somebody else has one. */
  retireDirectCard(site: Site, message: ChatMessage): Promise<void>
  /** Says in place of the card, in a channel that the site has left, where it is now. */
  sayCardMoved(site: Site, message: ChatMessage): Promise<void>
  /** Tells an admin, by direct message, that the month's budget is nearly spent. */
  warnOfBudget(state: BudgetState, target: ChatTarget): Promise<void>
  /** Posts what there is to say of these sites for the week. */
  postDigest(digest: WeeklyDigest, target: ChatTarget): Promise<ChatMessage>
  /** The digest of that week, if it was posted there: the process that posted it may have died before it saved that. */
  findDigest(week: DigestWeek, target: ChatTarget): Promise<ChatMessage | undefined>
  /** Shows the one person who asked what a log says, or why nobody can read it: where they are, or else in a direct message. */
  answerLogs(request: LogRequest, answer: ReadLog | UserError): Promise<void>
  /** Uploads a JPEG and returns its id, once messages can show it. PermanentError if Slack doesn't take it. */
  uploadPicture(picture: { name: string; data: Uint8Array }): Promise<string>
  /** What that person is in the workspace. The answer may be up to an hour old. */
  membershipOf(userId: string): Promise<Membership>
  /** What that person's profile has in the field with that id; '' for nothing. */
  profileField(userId: string, field: string): Promise<string>
}

export interface Ports {
  clock: Clock
  store: SiteStore
  instances: Instances
  shell: Shell
  routes: Routes
  alarm: Alarm
  /** People change them, and the reconciler delivers and removes them. */
  environments: Omit<Environments, 'save'>
  codeHost: CodeHost
  chat: Chat
}
