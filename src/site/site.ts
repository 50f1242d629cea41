import * as z from 'zod'
import {
  deploySchema,
  headSchema,
  teamChangeSchema,
  teamLossSchema,
  teamSchema,
  troublesSchema,
} from './machine-facts.ts'
import { failurePolicies, stepNames } from './step-name.ts'

/**
 * A site: one record with two halves. `spec` is what should be: only people's requests, the two clocks
 * (expiry, purge) and new names at the code host change it. `status` is what is: only the reconciler and facts reported by the world change it.
 *
 * All moments are {@link Instant}s (milliseconds since 1970), all durations end in `Ms`.
 */

const instant = z.number().int().nonnegative()
const duration = z.number().int().nonnegative()

/** What lies between a request and a ready site, in order. */
export const timedStages = ['launch', 'boot', 'setUp'] as const
export type TimedStage = (typeof timedStages)[number]

export const machineStates = ['pending', 'running', 'stopping', 'stopped', 'terminating'] as const

/** What people ask for. */
const specSchema = z.object({
  desired: z.enum(['up', 'asleep', 'archived', 'gone']),
  /** `owner/name` at the code host. */
  repository: z.string().min(3),
  branch: z.string().min(1),
  /** Directory in the repository that is published, relative, without leading or trailing slash; '' is its top. */
  documentRoot: z.string(),
  /** Image the first machine is launched from (an AMI id on AWS). */
  image: z.string().min(1),
  /** Machine size (an instance type on AWS). */
  size: z.string().min(1),
  /** Of the same repository, whose branch this is. */
  pullRequest: z
    .object({
      number: z.number().int().positive(),
      /** Its newest commit, as far as we were told. */
      head: z.string().min(1),
      /** When that was so. Records of earlier versions have none, and had it at `at`. */
      headAt: instant.optional(),
      /** What last asked for a site, or for none: when it happened, and what. */
      at: instant,
      action: z.string(),
    })
    .optional(),
  /** A single-page app: paths without a file give `index.html`. */
  spaFallback: z.boolean().optional(),
  /** Whether the machine may be stopped by the platform at any time, at a lower price. */
  spot: z.boolean().optional(),
  /** Basic auth. The password itself is kept nowhere. `revision` is raised by every change. */
  access: z.object({ user: z.string().min(1), passwordHash: z.string().min(1), revision: z.number().int() }),
  /** Slug of the code host's team whose members may log in by SSH. */
  sshTeam: z.string().optional(),
  /** Raised to ask for a fresh look at that team. Records of earlier versions have none. */
  usersRevision: z.number().int().default(1),
  /** When the site is archived. */
  expiresAt: instant,
  /** When `expiresAt` was last chosen; warnings count from here. */
  expirySetAt: instant,
  /** When it was last asked to be archived. */
  archiveRequestedAt: instant.optional(),
  /** Slack user who is asked about the site. */
  owner: z.string().min(1),
  /** Slack channel with the site's card. */
  channel: z.string().min(1),
  /** Raised to ask for a fresh set-up. */
  setUpRevision: z.number().int(),
  /** Raised when somebody asks for anything that failed to be tried again: earlier failures no longer count. */
  retryRevision: z.number().int(),
})

/**
 * A posting to Slack, which cannot be made idempotent: claimed (saved) before it is made. `key` is the occasion,
 * or the digest of what is shown; without `ts` it is a claim only.
 */
const postingSchema = z.object({
  key: z.string(),
  claimedAt: instant,
  /** When the first of earlier claims was made of which nothing is known: what it posted may be there. */
  triedSince: instant.optional(),
  channel: z.string(),
  ts: z.string().optional(),
  /** Its buttons are gone and it says what became of it. */
  resolved: z.boolean().optional(),
  /** An earlier warning, whose buttons are still there. */
  earlier: z.object({ channel: z.string(), ts: z.string() }).optional(),
})

/** What somebody is in the Slack workspace. `missing`: nobody that the app can see. */
export const memberships = ['member', 'guest', 'stranger', 'bot', 'deactivated', 'missing'] as const
export type Membership = (typeof memberships)[number]

const failureSchema = z.object({
  /** What the step declared at its last attempt. */
  policy: z.enum(failurePolicies),
  /** The card does not show that it is tried again. */
  hidden: z.literal(true).optional(),
  /** A code that the views have a text for. */
  reason: z.string(),
  /** Redacted last lines of the log, or the error's text; for people. */
  detail: z.string().optional(),
  attempts: z.number().int().positive(),
  firstAt: instant,
  /** `spec.retryRevision` at the last attempt. */
  retryRevision: z.number().int(),
  /** When it is tried again; absent: not before somebody asks (the site is `failed`). */
  retryAt: instant.optional(),
})

const statusSchema = z.object({
  /** Machines launched so far in this record's life; makes client tokens and image names unique. */
  launches: z.number().int(),
  /** The launch of that number is being asked for. */
  launching: z.boolean().optional(),
  /** A look is at it since then; others wait for what comes of that. */
  launchingSince: instant.optional(),
  /** Which of the alternatives in size and zone that launch tries, in turn. */
  alternative: z.number().int().nonnegative().optional(),
  instance: z
    .object({
      id: z.string(),
      launch: z.number().int(),
      state: z.enum(machineStates),
      /** When it came into `state`, as far as we saw. */
      since: instant,
      /** Counts starts of this machine, the launch being 1. */
      boot: z.number().int(),
      /** `host:port` at which it serves HTTP, while running. */
      address: z.string().optional(),
      /** How its team logs in, when it can: for people. */
      ssh: z.object({ host: z.string(), port: z.number().int() }).optional(),
      /** Set once commands can be run on it after the present boot. */
      reachable: z.boolean(),
    })
    .optional(),
  /** A job under way on the machine. Without `id` it is a claim: about to be started. */
  command: z
    .object({
      id: z.string().optional(),
      job: z.enum(['set-up', 'access', 'users', 'deploy']),
      /** `spec.setUpRevision`, `spec.access.revision` and `spec.usersRevision` that it brings about. */
      revision: z.number().int(),
      accessRevision: z.number().int(),
      usersRevision: z.number().int().default(1),
      /** Whom it lets in. */
      team: teamSchema.optional(),
      /** What was known as it was begun: where that has changed, a report has come that may know better. */
      known: z
        .object({
          commit: z.string().optional(),
          failedAt: instant.optional(),
          /** The branch's head. */
          head: z.string().optional(),
        })
        .optional(),
      startedAt: instant,
    })
    .optional(),
  setUp: z
    .object({ revision: z.number().int(), launch: z.number().int(), boot: z.number().int(), at: instant })
    .optional(),
  /** What the machine serves. */
  deploy: deploySchema.optional(),
  troubles: troublesSchema.optional(),
  /** The branch's newest commit, as far as it is known; records of earlier versions have none. See `head.ts`. */
  head: headSchema.optional(),
  /**
   * SHA-256 (hex) of the tokens by which the machine may report, newest first: that of the last set-up, and while it is
   * not known to have come to its end those before it, since the machine may still use one of them.
   */
  reportTokens: z.array(z.string()).optional(),
  access: z.object({ revision: z.number().int(), launch: z.number().int() }).optional(),
  /** Who was given an account by the last job that did so. */
  users: teamSchema
    .extend({
      revision: z.number().int(),
      launch: z.number().int(),
      /** When the look ended. Records of earlier versions have none. */
      at: instant.optional(),
    })
    .optional(),
  teamLoss: teamLossSchema.optional(),
  /** What people are, or were last, told of the team: at most one that is being told, and one that waits. */
  teamChanges: z.array(teamChangeSchema).optional(),
  route: z
    .object({
      instanceId: z.string(),
      address: z.string(),
      /** It is being taken away, and may be gone. */
      leaving: z.boolean().optional(),
    })
    .optional(),
  /** Edits of what people see that were begun then, by step, and are not known to have ended. */
  editLeases: z.record(z.string(), instant).optional(),
  /** A step that takes something away is at work since then, for all that is known. */
  lease: z.object({ step: z.string(), since: instant }).optional(),
  /** What was told last beside a commit at the code host: of which, and what (`outcomeKey`). */
  commitStatus: z.object({ commit: z.string(), key: z.string() }).optional(),
  /** The owner towards whose number of sites it is counted. */
  quotaOwner: z.string().optional(),
  /** The comment on the pull request. `key` is the digest of what it says; without `id` it is a claim only. */
  comment: z.object({ key: z.string(), claimedAt: instant, id: z.string().optional() }).optional(),
  /** What was registered at the code host, to be revoked. */
  repositoryAccess: z
    .object({
      repository: z.string(),
      deployKeyId: z.string().optional(),
      webhookId: z.string().optional(),
      /** What the site was to be as it was found that both have to stay, since the repository takes no changes any more. */
      revokeSkippedFor: z.enum(['archived', 'gone']).optional(),
    })
    .optional(),
  archive: z
    .object({
      imageId: z.string(),
      launch: z.number().int(),
      state: z.enum(['pending', 'available']),
      at: instant,
    })
    .optional(),
  /** Images that a newer archive has replaced; to be removed. */
  superseded: z.array(z.string()),
  card: postingSchema.optional(),
  /** That channel takes nothing from us: until it does, the owner is told in a direct message. */
  channelRefusal: z
    .object({
      channel: z.string(),
      /** Slack's word for why. */
      code: z.string(),
      since: instant,
      /** When something was last tried there. */
      triedAt: instant,
    })
    .optional(),
  /** The card in a direct message, while the channel refuses. `to`: whose. */
  directCard: postingSchema.extend({ to: z.string() }).optional(),
  /** What Slack said of the owner, that user, at the last daily look; `since` when it says so. */
  ownerCheck: z.object({ owner: z.string(), membership: z.enum(memberships), at: instant, since: instant }).optional(),
  /** The last posting of each topic, by what it was about. */
  notifications: z.record(z.string(), postingSchema),
  /** By step name. */
  failures: z.partialRecord(z.enum(stepNames), failureSchema),
  /** How long each stage took the last time. */
  durations: z.partialRecord(z.enum(timedStages), duration),
  /** What the alarm is set to. */
  alarmAt: instant.optional(),
})

const historySchema = z.object({
  at: instant,
  /** Slack user, or `pokopoko` for the clocks. */
  by: z.string(),
  /**
   * The name of an operation, or what happened without one: `HistoryAction`. One that a newer version wrote is kept: a record must stay
   * readable when a deployment is rolled back.
   */
  action: z.string(),
  /** The new expiry (create, extend, restore), or what somebody chose (the new owner). */
  to: z.union([instant, z.string()]).optional(),
  /** Who has left, as the code host told (refresh-users), and of how many sites. */
  removedMembers: z.array(z.object({ login: z.string(), sites: z.number().int() })).optional(),
})

export const siteSchema = z.object({
  /** DNS label; the table's key. */
  name: z.string().min(1).max(63),
  /** Unique for ever: a name can be used again, an id cannot. */
  id: z.string().min(1),
  /** Raised by every save; saves are conditional on it. */
  version: z.number().int(),
  createdAt: instant,
  spec: specSchema,
  status: statusSchema,
  /** The last {@link HISTORY_LENGTH} changes of `spec`, newest first. */
  history: z.array(historySchema),
})

export const HISTORY_LENGTH = 30

/** All keys that a status may have. */
export const statusKeys = statusSchema.keyof().options

export type Site = z.infer<typeof siteSchema>
export type SiteSpec = Site['spec']
export type SiteStatus = Site['status']
export type MachineState = (typeof machineStates)[number]
export type Deploy = z.infer<typeof deploySchema>
export type Troubles = z.infer<typeof troublesSchema>
export type Team = z.infer<typeof teamSchema>
export type TeamLoss = z.infer<typeof teamLossSchema>
export type TeamChange = z.infer<typeof teamChangeSchema>
export type Posting = z.infer<typeof postingSchema>
export type Failure = z.infer<typeof failureSchema>
export type HistoryEntry = z.infer<typeof historySchema>
export type RemovedMember = NonNullable<HistoryEntry['removedMembers']>[number]

/** `by` of history entries that no person asked for. */
export const POKOPOKO = 'pokopoko'
