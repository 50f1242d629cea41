import * as z from 'zod'
import { once } from '../once.ts'
import {
  deploySchema,
  guessesSchema,
  headSchema,
  teamChangeSchema,
  teamLossSchema,
  teamSchema,
  troublesSchema,
  deployingSchema,
} from './machine-facts.ts'
import { pictureSchema } from './picture.ts'
import { specSchema } from './site-spec.ts'
import { failurePolicies, stepNames } from './step-name.ts'
import { usageSchema } from './usage.ts'

/**
 * A site: one record with two halves. `spec` is what should be: people's operations, the two deadlines (expiry, purge) and renames at GitHub
 * change it. `status` is what is: the reconciler and reported facts change it.
 *
 * All moments are {@link Instant}s (milliseconds since 1970), all durations are in milliseconds.
 */

const instant = z.number().int().nonnegative()
const duration = z.number().int().nonnegative()

/** The stages from a request to a site that is up, in order. */
export const timedStages = ['launch', 'boot', 'setUp'] as const
export type TimedStage = (typeof timedStages)[number]

export const machineStates = ['pending', 'running', 'stopping', 'stopped', 'terminating'] as const

/** The sites that one message warns of, each with the key of its warning. */
const warnedSchema = z.lazy(() => z.array(z.object({ name: z.string(), id: z.string(), key: z.string() })))

/**
 * A message in Slack. Posting can't be idempotent, so it is claimed (saved) before. `key` identifies the trigger, or is the fingerprint of what
 * is shown. Without `ts` it is only a claim.
 */
const postingSchema = z.lazy(() =>
  z.object({
    key: z.string(),
    claimedAt: instant,
    /** When the first of the claims before was made whose outcome is unknown: its message may be there. */
    triedSince: instant.optional(),
    /** Of a notification: the places of this claim and of those, where a card's thread may have been in a channel that the site has left. */
    tried: z.array(z.object({ channel: z.string(), thread: z.string().optional() })).optional(),
    channel: z.string(),
    ts: z.string().optional(),
    /** Of a card: the `spec.channelRevision` of its channel; absent: 0. */
    channelRevision: z.number().int().optional(),
    /** Its buttons are gone, and it shows what came of it. */
    resolved: z.boolean().optional(),
    /** Of a warning that is being posted, or was: all sites that the message warns of. Without it, a claim waits for its turn. */
    sites: warnedSchema.optional(),
    /** The warning before, whose buttons are still there. */
    earlier: z
      .object({ channel: z.string(), ts: z.string(), key: z.string().optional(), sites: warnedSchema.optional() })
      .optional(),
  }),
)

/** What a person is in the Slack workspace. `missing`: the app can't see them. */
export const memberships = ['member', 'guest', 'stranger', 'bot', 'deactivated', 'missing'] as const
export type Membership = (typeof memberships)[number]

const failureSchema = z.lazy(() =>
  z.object({
    /** What the step declared at its last attempt. */
    policy: z.enum(failurePolicies),
    /** The card does not show that it is tried again. */
    hidden: z.literal(true).optional(),
    /** A code for which the views have a text. */
    reason: z.string(),
    /** What the environment lacks. */
    variables: z.array(z.string()).optional(),
    /** The last lines of the log, redacted, or the error's message. */
    detail: z.string().optional(),
    attempts: z.number().int().positive(),
    firstAt: instant,
    /** `spec.retryRevision` at the last attempt. */
    retryRevision: z.number().int(),
    /** When it is tried again; absent: when somebody asks. */
    retryAt: instant.optional(),
  }),
)

const statusSchema = z.lazy(() =>
  z.object({
    /** Machines launched so far for this site; makes client tokens and image names unique. */
    launches: z.number().int(),
    /** The launch of that number has started and not ended. */
    launching: z.boolean().optional(),
    /** Since when a process is launching it; others wait. */
    launchingSince: instant.optional(),
    /** What that launch orders, whatever is asked for since. */
    order: z.object({ image: z.string(), size: z.string(), sizeRevision: z.number().int() }).optional(),
    /** Which alternative of size and zone that launch tries. */
    alternative: z.number().int().nonnegative().optional(),
    instance: z
      .object({
        id: z.string(),
        launch: z.number().int(),
        state: z.enum(machineStates),
        /** When it was first seen in `state`. */
        since: instant,
        /** The number of the machine's boot; 1 is the launch. */
        boot: z.number().int(),
        /** `host:port` of its web server, while it runs. */
        address: z.string().optional(),
        /** Where its team logs in, if it can. */
        ssh: z.object({ host: z.string(), port: z.number().int() }).optional(),
        /** It takes commands since its last boot. */
        reachable: z.boolean(),
        /** When its stop was forced. */
        forcedAt: instant.optional(),
        /** The `spec.sizeRevision` of its size; absent: 0. */
        sizeRevision: z.number().int().optional(),
        /** It hasn't been started with that size yet. */
        resized: z.literal(true).optional(),
        /** It never came up, and is replaced. */
        unusable: z.literal(true).optional(),
      })
      .optional(),
    /** The `spec.sizeRevision` that the platform doesn't let the machine have. */
    sizeRefused: z.number().int().optional(),
    /** The job on the machine. Without `id` it is a claim: the job is about to start. */
    command: z
      .object({
        id: z.string().optional(),
        job: z.enum(['set-up', 'access', 'environment', 'users', 'deploy', 'last-use']),
        /** `spec.setUpRevision`, `spec.access.revision` and `spec.usersRevision` that it brings about. */
        revision: z.number().int(),
        accessRevision: z.number().int(),
        usersRevision: z.number().int().default(1),
        /** `spec.environment.revision`, likewise. */
        environmentRevision: z.number().int().optional(),
        /** The members to whom it gives access. */
        team: teamSchema.optional(),
        /** What was known when it started. If that has changed, a newer report has come. */
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
    picture: pictureSchema.optional(),
    /** Under way on the machine, as of its last report. */
    deploying: deployingSchema.optional(),
    /** The last that many came, as of a report. */
    guesses: guessesSchema.optional(),
    /** When visitors or its team last used the machine, as far as is known, and when it was last asked. See `idle.ts`. */
    lastUse: z.object({ at: instant, checkedAt: instant.optional() }).optional(),
    /** The branch's newest commit, as far as is known. Absent in records of earlier versions. See `head.ts`. */
    head: headSchema.optional(),
    /**
     * SHA-256 (hex) of the tokens with which the machine can report, newest first: the last set-up's, and until that has ended those before,
     * since the machine may still use one of them.
     */
    reportTokens: z.array(z.string()).optional(),
    access: z.object({ revision: z.number().int(), launch: z.number().int() }).optional(),
    /** SHA-256 (hex) of the cookie that browsers have once they've sent the password: `session.ts`. */
    session: z.string().optional(),
    /** How often clients have opened their links, and when last, by the share's id. */
    shareOpenings: z.record(z.string(), z.object({ count: z.number().int().positive(), at: instant })).optional(),
    /** The environment that the machine has. */
    environment: z.object({ revision: z.number().int() }).optional(),
    /** The version of its repository's environment (`spec.environment.shared`) that the repository's other sites were asked to get. */
    environmentShared: z.number().int().optional(),
    /** The key (`spec.environment.key`) of the environment that was removed for good. */
    environmentRemoved: z.string().optional(),
    /** The members who have accounts since the last job. */
    users: teamSchema
      .unwrap()
      .extend({
        revision: z.number().int(),
        launch: z.number().int(),
        /** When the team was checked. Absent in records of earlier versions. */
        at: instant.optional(),
      })
      .optional(),
    teamLoss: teamLossSchema.optional(),
    /** Cards in channels that the site has left: they don't say yet where it went. */
    cardsLeft: z.array(z.object({ channel: z.string(), ts: z.string() })).optional(),
    /** Changes of the team that are notified: at most one whose notification has begun, and one that waits. */
    teamChanges: z.array(teamChangeSchema).optional(),
    route: z
      .object({
        instanceId: z.string(),
        address: z.string(),
        /** Nobody is led there yet; the machine is looked after. */
        prepared: z.literal(true).optional(),
        preparedAt: instant.optional(),
        /** By which what was prepared is found again. */
        handle: z.string().optional(),
        /** When it was first put, or prepared, and last put, while its first checks last. */
        putAt: z.object({ first: instant, last: instant }).optional(),
        /** It is being removed, and may be gone. */
        leaving: z.boolean().optional(),
      })
      .optional(),
    /** By step: since when a process is editing what people see. */
    editLeases: z.record(z.string(), instant).optional(),
    /** Since when a process runs a step that removes something. */
    lease: z.object({ step: z.string(), since: instant }).optional(),
    /** What GitHub shows beside a commit: of which, and what (`outcomeKey`). */
    commitStatus: z.object({ commit: z.string(), key: z.string() }).optional(),
    /** The owner towards whose quota the site counts. */
    quotaOwner: z.string().optional(),
    /** The comment on the pull request. `key` is the fingerprint of its text. Without `id` it is only a claim. */
    comment: z.object({ key: z.string(), claimedAt: instant, id: z.string().optional() }).optional(),
    /** What it has at GitHub: a deploy key and a webhook, to be revoked, or none with the App. */
    repositoryAccess: z
      .object({
        repository: z.string(),
        deployKeyId: z.string().optional(),
        webhookId: z.string().optional(),
        /** Its machine clones with the App's tokens, and the App's events tell of pushes. */
        byApp: z.literal(true).optional(),
        /** The last set-up's access is new, and the webhook hasn't been seen to since: it's to be made; or with the App, to be removed with the key. */
        pending: z.literal(true).optional(),
        /** When that was last done: pushes are told since then. Absent in records of earlier versions. */
        webhookAt: instant.optional(),
        /** What the site was to be when revoking failed because the repository is archived. */
        revokeSkippedFor: z.enum(['archived', 'gone']).optional(),
      })
      .optional(),
    archive: z
      .object({
        imageId: z.string(),
        launch: z.number().int(),
        state: z.enum(['pending', 'available']),
        at: instant,
        /** It was available, and is no longer there: somebody else removed it. */
        missing: z.literal(true).optional(),
      })
      .optional(),
    /** Images that a newer one replaced; to be removed. */
    superseded: z.array(z.string()),
    card: postingSchema.optional(),
    /** The app can't post in that channel. Until it can, the site's contact gets direct messages. */
    channelRefusal: z
      .object({
        channel: z.string(),
        /** Slack's error code. */
        code: z.string(),
        since: instant,
        /** When something was last tried there. */
        triedAt: instant,
      })
      .optional(),
    /** The card in a direct message to that person, while the channel refuses. */
    directCard: postingSchema.unwrap().extend({ to: z.string() }).optional(),
    /** The last daily check of that owner; `since` when the answer is the same. */
    ownerCheck: z
      .object({ owner: z.string(), membership: z.enum(memberships), at: instant, since: instant })
      .optional(),
    /** The last message of each notification type. */
    notifications: z.record(z.string(), postingSchema),
    /** By step name. */
    failures: z.partialRecord(z.enum(stepNames), failureSchema),
    /** How long each stage took the last time, in milliseconds. */
    durations: z.partialRecord(z.enum(timedStages), duration),
    /** What it used and what that costs: `usage.ts`. Absent in records of earlier versions. */
    usage: usageSchema.optional(),
    /** Raised by each change, and as it was when the audit trail had them all. Absent: none since there is an audit trail. */
    changes: z.int().positive().optional(),
    audited: z.int().positive().optional(),
    /** When the alarm goes off. */
    alarmAt: instant.optional(),
  }),
)

export const historySchema = z.lazy(() =>
  z.object({
    at: instant,
    /** A Slack user, or `pokopoko`. */
    by: z.string(),
    /** The MCP client that asked for them, by the name it gives itself. */
    agent: z.string().optional(),
    /**
     * The name of an operation, or what happened without one: `HistoryAction`. One that a newer version wrote is kept: a record must stay
     * readable when a deployment is rolled back.
     */
    action: z.string(),
    /** The new expiry (create, extend, restore), or what somebody chose (the new owner). */
    to: z.union([instant, z.string()]).optional(),
    /** Who left the team, as GitHub's event told (refresh-users), and how many sites that concerns. */
    removedMembers: z.array(z.object({ login: z.string(), sites: z.number().int() })).optional(),
  }),
)

export const siteSchema = z.lazy(() =>
  z.object({
    /** DNS label; the table's key. */
    name: z.string().min(1).max(63),
    /** Unique for ever. Names can be used again, ids can't. */
    id: z.string().min(1),
    /** Raised by each save; saves are conditional on it. */
    version: z.number().int(),
    createdAt: instant,
    spec: specSchema,
    status: statusSchema,
    /** The last {@link HISTORY_LENGTH} changes of `spec`, newest first, and as many more as the audit trail lacks. */
    history: z.array(historySchema),
  }),
)

export const HISTORY_LENGTH = 30

/** All keys that a status may have. */
export const statusKeys = once(() => statusSchema.unwrap().keyof().options)

export type Site = z.infer<typeof siteSchema>
export type SiteSpec = Site['spec']
export type SiteStatus = Site['status']
export type MachineState = (typeof machineStates)[number]
export type Deploy = z.infer<typeof deploySchema>
export type Troubles = z.infer<typeof troublesSchema>
export type Deploying = z.infer<typeof deployingSchema>
export type Guesses = z.infer<typeof guessesSchema>
export type Team = z.infer<typeof teamSchema>
export type TeamLoss = z.infer<typeof teamLossSchema>
export type TeamChange = z.infer<typeof teamChangeSchema>
export type Posting = z.infer<typeof postingSchema>
export type Warned = z.infer<typeof warnedSchema>[number]
export type Failure = z.infer<typeof failureSchema>
export type HistoryEntry = z.infer<typeof historySchema>
export type RemovedMember = NonNullable<HistoryEntry['removedMembers']>[number]

/** `by` in history entries of changes that no person asked for. */
export const POKOPOKO = 'pokopoko'
