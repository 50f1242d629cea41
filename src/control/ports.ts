import type { CodeHost, Member } from './code-host.ts'
import type { Instant } from '../site/time.ts'
import type { Deploy, MachineState, Membership, Site } from '../site/site.ts'
import type { NotificationType } from '../site/notification-type.ts'

/**
 * All that the reconciler and the front ends see of the world. Two platforms implement these ports
 * (`src/aws` with `src/github`, and `src/local`); `test/contracts` holds one suite a port that every
 * implementation passes, the tests' fakes included.
 *
 * Errors, for all ports: {@link PermanentError} when trying again cannot help, {@link ConflictError} from
 * conditional writes, anything else is taken for passing and tried again.
 */

export interface Clock {
  now(): Instant
}

export type SiteQuery = { by: 'owner'; owner: string } | { by: 'channel'; channel: string } | { by: 'life'; life: Life }

/** `live`: has or will have a machine (anything but archived). */
export type Life = 'live' | 'archived'

export interface Page {
  sites: Site[]
  /** Hand it back for the next page; absent on the last. Opaque. */
  cursor?: string
  /** Names of listed sites whose records cannot be read; absent when there are none. */
  unreadable?: string[]
}

/** A place that a living site holds; it counts towards its owner's number of sites, and the number of all. */
export interface QuotaEntry {
  siteId: string
  owner: string
}

export interface QuotaLimits {
  all?: number
  perOwner?: number
}

/**
 * The table. Every write is conditional: `create` on the name being free, the others on `version` being the one
 * loaded; otherwise ConflictError. Loads are strongly consistent, lists may lag.
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
   * Checked and taken in one write, so that many at once never get more than there are. A entry that is held already is kept;
   * one that `from` holds for the site is handed over, which the limit for all does not bar.
   */
  takeQuota(
    entry: QuotaEntry,
    options?: { from?: string; limits?: QuotaLimits },
  ): Promise<'taken' | 'owner-quota-reached' | 'site-quota-reached'>
  /** Fine when it is not held. */
  releaseQuota(entry: QuotaEntry): Promise<void>
  /** All that are held, for the sweep. */
  quotaEntries(): Promise<QuotaEntry[]>
  /** What the sweep remembers from one run to the next; nothing where that cannot be read. */
  loadOrphans(): Promise<Sighting[]>
  saveOrphans(sightings: Sighting[]): Promise<void>
}

/** An orphan, a record that could not be read, or the branch that was asked for last, by its key, and when it was first seen. */
export interface Sighting {
  key: string
  since: Instant
}

export interface LaunchOrder {
  site: { id: string; name: string }
  /** Idempotency token: the same one again gives the same machine, as long as it lives. */
  token: string
  launch: number
  image: string
  size: string
  /** At a lower price, on terms that it may be stopped at any time; where the platform has that. */
  spot?: boolean
  /** Which of the alternatives in size and zone to try, in turn; 0 when left out. The same for the same token. */
  attempt?: number
}

export interface Machine {
  id: string
  siteId: string
  launch: number
  state: MachineState
  /** `host:port` of its web server; only while running. */
  address?: string
  ssh?: { host: string; port: number }
}

export interface MachineImage {
  id: string
  siteId: string
  /** Launch number of the machine that it was made of. */
  launch: number
  state: 'pending' | 'available' | 'failed'
}

/** Machines and their images. All calls on something already gone, or already so, succeed. */
export interface Instances {
  /**
   * PermanentError `image-missing` when the image is not to be had, `launch-token-used` when the token's machine is
   * gone; CapacityError when there is no room now: the next attempt tries another alternative, with a new token; RefusedError
   * when it was refused. By all of these no machine of that token lives; after any other error there may be one.
   */
  launch(order: LaunchOrder): Promise<Machine>
  /** undefined: gone, or never was; a machine that was launched a moment ago may not be listed yet. */
  describe(id: string): Promise<Machine | undefined>
  start(id: string): Promise<void>
  stop(id: string): Promise<void>
  terminate(id: string): Promise<void>
  /** The image of that machine and launch, made if there is none yet. The machine should be stopped. */
  createImage(machine: { id: string; siteId: string; siteName: string; launch: number }): Promise<MachineImage>
  describeImage(id: string): Promise<MachineImage | undefined>
  /** Deregisters the image and deletes its snapshots. */
  removeImage(id: string): Promise<void>
  /** Everything tagged as ours, for the sweep. */
  list(): Promise<{ machines: Machine[]; images: MachineImage[] }>
}

export interface SetUpJob {
  kind: 'set-up'
  site: { id: string; name: string }
  cloneUrl: string
  repository: string
  branch: string
  documentRoot: string
  access: { user: string; passwordHash: string }
  webhookSecret: string
  deployKey?: string
  /** Absent: the accounts that there are stay as they are. */
  members?: Member[]
  /** Members may become root. */
  sudo?: boolean
  /** Paths without a file give `index.html`. */
  spaFallback?: boolean
  /** Where the machine tells of its deploys and programs: what `instance/bin/status` prints, by POST, the token as bearer. */
  report?: { url: string; token: string }
}

export interface AccessJob {
  kind: 'access'
  access: { user: string; passwordHash: string }
}

export interface UsersJob {
  kind: 'users'
  members: Member[]
  sudo?: boolean
}

/** Fetches the branch and publishes its head, unless that is served. Needs a machine that is set up. */
export interface DeployJob {
  kind: 'deploy'
}

/** `kind` is the name of the entry point in `instance/bin`. */
export type Job = SetUpJob | AccessJob | UsersJob | DeployJob

export type CommandState =
  | { state: 'running' }
  | { state: 'succeeded'; deploy?: Deploy }
  /** `reason` is one of `failureReasons`; `log` holds the last lines, redacted. `permanent`: trying again cannot help. */
  | { state: 'failed'; reason: string; log: string; permanent: boolean }

/** Runs our jobs on a machine. Jobs hold secrets: they never go into parameters, logs or the table. */
export interface Shell {
  /** Can commands be run on it yet? */
  reachable(instanceId: string): Promise<boolean>
  /** Starts the job and returns the command's id at once. A job may run any number of times; jobs on one machine queue. */
  start(instanceId: string, job: Job): Promise<string>
  /** undefined: no such command (forgotten, or its machine is gone). */
  result(instanceId: string, commandId: string): Promise<CommandState | undefined>
}

export interface Route {
  siteId: string
  name: string
  instanceId: string
  address: string
}

/** Public address to machine. `put` replaces, `remove` of nothing succeeds. */
export interface Routes {
  put(route: Route): Promise<void>
  remove(site: { id: string; name: string }): Promise<void>
  /** All that are there, for the sweep. Whose a route is need not be found out where it belongs to one of `known`. */
  list(known?: Iterable<{ id: string; name: string }>): Promise<{ siteId: string; name: string }[]>
}

/** One one-shot alarm a site: when it goes off, the site is looked at. It carries the name and nothing else. */
export interface Alarm {
  /** It goes off a minute late at most; a moment in the past does so from now. It may go off at moments set before, too. */
  set(site: { id: string; name: string }, at: Instant): Promise<void>
  /** What was set for that moment, to the minute; left out: all of it. */
  clear(site: { id: string }, at?: Instant): Promise<void>
  /** Sites that have one, for the sweep. */
  list(): Promise<{ siteId: string }[]>
}

/** Where a message goes. `channel` may be a person's id: then it is a direct message. */
export interface ChatTarget {
  channel: string
  thread?: string | undefined
}

/** A message that is there. `channel` is the conversation's id, also of a direct message. */
export interface ChatMessage {
  channel: string
  ts: string
}

/**
 * What people see of a site in Slack, besides answers to their own clicks. PermanentError `channel-missing`: there is
 * no such channel, or none that the app may post to; `person-unreachable`: that person can be sent nothing;
 * `message-missing`: what should be edited was deleted; `slack-denied`: the app itself is refused, everywhere.
 */
export interface Chat {
  postCard(site: Site, place: ChatTarget): Promise<ChatMessage>
  updateCard(site: Site, message: ChatMessage): Promise<void>
  /** Posts `topic` in that thread, or in the channel when the message it hangs on is not there. */
  notify(site: Site, topic: NotificationType, place: ChatTarget): Promise<ChatMessage>
  /**
   * The card, or the present announcement of that topic, if it was posted there at `since` or later and is still
   * there: whoever posted it may have died before writing that down.
   */
  findPosted(
    site: Site,
    what: 'card' | NotificationType,
    since: Instant,
    place: ChatTarget,
  ): Promise<ChatMessage | undefined>
  /** Takes the buttons off an expiry warning and says what became of it. */
  resolveWarning(site: Site, message: ChatMessage): Promise<void>
  /** The same, for the question who takes over a site. */
  resolveAdoption(site: Site, message: ChatMessage): Promise<void>
  /** Takes the buttons off the card in a direct message: those of the channel hold again, or somebody else is asked. */
  retireDirectCard(site: Site, message: ChatMessage): Promise<void>
  /** What somebody is in the workspace; within an hour the same answer may be given again. */
  membershipOf(userId: string): Promise<Membership>
}

export interface World {
  clock: Clock
  store: SiteStore
  instances: Instances
  shell: Shell
  routes: Routes
  alarm: Alarm
  codeHost: CodeHost
  chat: Chat
}
