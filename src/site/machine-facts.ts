import * as z from 'zod'

/** What is known of a machine and of the branch that it serves, as the record keeps it. */

const instant = z.number().int().nonnegative()

export const deploySchema = z.object({
  commit: z.string().min(7),
  /** First line of the commit's message. */
  subject: z.string(),
  author: z.string(),
  /** When it was committed, as the committer's clock had it. */
  at: instant,
  /** When the machine began to serve it. Records of earlier versions have none. */
  deployedAt: instant.optional(),
})

/** What the machine told last that people should know, though it serves. */
export const troublesSchema = z.object({
  /** The newest deploy, when it failed: what is served is older. */
  deploy: z
    .object({
      /** A code that the views have a text for. */
      reason: z.string(),
      /** When it ended; tells this failure from the next. */
      at: instant,
      /** Where it came so far as to know it. */
      commit: z.string().optional(),
      /** Redacted last lines. */
      log: z.string(),
    })
    .optional(),
  /** Programs of the Procfile that keep ending, with their redacted last lines. */
  programs: z.array(z.object({ name: z.string(), log: z.string() })),
})

/** The head of the branch that the site follows. */
export const headSchema = z.object({
  /** Absent: there is no such branch. */
  commit: z.string().optional(),
  /** When that was so. */
  at: instant,
  /** What the machine served then, as far as was known. */
  served: z.string().optional(),
  /** The machine was asked to deploy it and never will be able to. */
  failed: z.literal(true).optional(),
})

/** Members of the team for SSH. */
export const teamSchema = z.object({
  count: z.number().int().nonnegative(),
  /** Logins at the code host of those who have no public key there; the first of them. */
  withoutKeys: z.array(z.string()).optional(),
  /** Logins of all of them, sorted; absent where they are too many to be kept. */
  logins: z.array(z.string()).optional(),
})

/** How a look at the team found it changed since the look before. */
export const teamChangeSchema = z.object({
  at: instant,
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** How many sites those who were removed had to leave at once, where the code host's event told. */
  sites: z.number().int().optional(),
})

/** Looks at the team have found nobody in it, though there were people before, or that it is gone. */
export const teamLossSchema = z.object({
  reason: z.enum(['empty', 'gone']),
  since: instant,
  checkedAt: instant,
  /** `spec.usersRevision` at the last look. */
  revision: z.number().int(),
})
