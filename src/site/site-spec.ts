import * as z from 'zod'
import { serviceIds } from './service-names.ts'

export const idleTimeouts = ['1h', '2h', '4h', '8h', 'night', 'office', 'never'] as const

const instant = z.number().int().nonnegative()

/** What people want. */
export const specSchema = z.lazy(() =>
  z.object({
    desired: z.enum(['up', 'asleep', 'archived', 'gone']),
    /** `owner/name` at GitHub. */
    repository: z.string().min(3),
    branch: z.string().min(1),
    /**
     * The directory whose files visitors get, below the app directory: relative, without leading or trailing slash. '': the stack decides
     * (`instance/stacks.json`).
     */
    documentRoot: z.string(),
    /** Where in the repository the app is, written likewise; absent: at its top. */
    appDirectory: z.string().min(1).optional(),
    /** Starts the app instead of what the Procfile or its stack says. */
    startCommand: z.string().min(1).optional(),
    /** Databases and the like on its machine, instead of those that the project asks for; empty: none. */
    services: z.array(z.enum(serviceIds)).optional(),
    /** Directories of the app whose files stay over deploys, besides those of its stack. */
    sharedDirectories: z.array(z.string().min(1)).optional(),
    /** For whom it is, and what for. */
    note: z.string().min(1).optional(),
    /**
     * What settings were, as people would type them, before changes that need a set-up. They count until a set-up of that revision, or a
     * later one, has ended well.
     */
    settingsBefore: z.object({ revision: z.number().int(), values: z.record(z.string(), z.string()) }).optional(),
    /** The image of the first machine (an AMI id on AWS). */
    image: z.string().min(1),
    /** The machine's size (an instance type on AWS). */
    size: z.string().min(1),
    /** Raised by each change of `size`. */
    sizeRevision: z.number().int().optional(),
    /** The size that the machine has had since before that change. */
    sizeBefore: z.string().min(1).optional(),
    /** The pull request of the same repository whose branch this is. */
    pullRequest: z
      .object({
        number: z.number().int().positive(),
        /** Its newest commit, as of its last event. */
        head: z.string().min(1),
        /** When that was so. In records of earlier versions it is absent, and the same as `at`. */
        headAt: instant.optional(),
        /** The last event that asked for a site, or for none. */
        at: instant,
        action: z.string(),
      })
      .optional(),
    /** For single-page apps: paths without a file are answered with `index.html`. */
    spaFallback: z.boolean().optional(),
    /** When it goes to sleep by itself: after that time without use, only at night, soon outside office hours, or never. Absent: as the policy says. */
    idleTimeout: z.enum(idleTimeouts).optional(),
    /** It doesn't go to sleep by itself before. */
    keepAwakeUntil: instant.optional(),
    /** It went to sleep by itself, and was last used then. Absent: somebody asked for it. */
    idleSince: instant.optional(),
    /** The machine is cheaper, but the platform may stop it at any time. */
    spot: z.boolean().optional(),
    /** Basic auth, and clients' links. Passwords and links themselves are kept nowhere. Each change raises `revision`. */
    access: z.object({
      user: z.string().min(1),
      passwordHash: z.string().min(1),
      revision: z.number().int(),
      /** The revision with which the password was last changed; absent: the present one. */
      passwordRevision: z.number().int().optional(),
      shares: z
        .array(
          z.object({
            id: z.string().min(1),
            /** Whom the link is for. */
            client: z.string().min(1),
            /** SHA-256 (hex) of the link's token. */
            tokenHash: z.string().min(1),
            /** Where it leads; absent: to the start page. */
            path: z.string().min(1).optional(),
            /** Absent: it ends with the site. */
            until: instant.optional(),
            by: z.string().min(1),
            at: instant,
          }),
        )
        .optional(),
    }),
    /** What people set for its programs. Values are stored elsewhere, under `key`, which is absent without any. Each change raises `revision`. */
    environment: z
      .object({
        revision: z.number().int(),
        key: z.string().min(1).optional(),
        names: z.array(z.string()),
        /** The version of its repository's environment that it was last asked to get. */
        shared: z.number().int().optional(),
      })
      .optional(),
    /** Slug of the GitHub team whose members can log in by SSH. */
    sshTeam: z.string().optional(),
    /** The `usersRevision` with which that team was chosen in place of another, or none. */
    teamRevision: z.number().int().optional(),
    /** Raised to have that team checked. Absent in records of earlier versions. */
    usersRevision: z.number().int().default(1),
    /** When the site is archived. */
    expiresAt: instant,
    /** When `expiresAt` was last chosen; warnings count from here. */
    expirySetAt: instant,
    /** When its archive was last requested. */
    archiveRequestedAt: instant.optional(),
    /** The Slack user who is responsible for the site. */
    owner: z.string().min(1),
    /** The Slack channel with the site's card. */
    channel: z.string().min(1),
    /** Raised when another channel is chosen. */
    channelRevision: z.number().int().optional(),
    /** Raised to have the machine set up again. */
    setUpRevision: z.number().int(),
    /** Raised to have failed steps tried again: failures of an earlier revision no longer count. */
    retryRevision: z.number().int(),
  }),
)
