import * as z from 'zod'

/** What the record keeps of a machine, its branch and its team. */

/** What can be wrong with a start page (`instance/lib/look.sh`). The views have a text for each. */
export const pageProblems = [
  'no-answer',
  'server-error',
  'forbidden',
  'not-found',
  'host-rejected',
  'empty',
  'source',
  'listing',
  'default-page',
  'redirects',
  'container-only',
  'app-elsewhere',
  'apps-in-containers',
  'library',
  'unknown-kind',
  'page-elsewhere',
  'no-database',
  'submodule-missing',
] as const
export type PageProblem = (typeof pageProblems)[number]

/** Records keep problems as text; one of another version has no words. */
export function knownPageProblem(problem: string | undefined): PageProblem | undefined {
  return pageProblems.find((known) => known === problem)
}

const instant = z.number().int().nonnegative()

const stackSchema = z.lazy(() =>
  z.object({
    /** With versions: `Next.js 15 · Node 22`. */
    label: z.string(),
    /** The file that it was detected by. */
    file: z.string(),
    /** The machine can't build or run it, and serves its files as they are. */
    unbuilt: z.literal(true).optional(),
  }),
)

export const pageSchema = z.lazy(() =>
  z.object({
    /** HTTP's; 0 without an answer. */
    status: z.number().int().nonnegative(),
    /** Why visitors don't see what they should; see {@link pageProblems}. */
    problem: z.string().optional(),
    /** What may help, by the problem: directories that have a start page or look like an app, the file for containers, of a library, or of an unknown kind of app, the path of a page, or submodules. */
    hint: z.string().optional(),
  }),
)

export const deploySchema = z.lazy(() =>
  z.object({
    commit: z.string().min(7),
    /** First line of the commit's message. */
    subject: z.string(),
    author: z.string(),
    /** When it was committed, by the committer's clock. */
    at: instant,
    /** What the machine took the repository for. */
    stack: stackSchema.optional(),
    /** How the machine saw the start page after the deploy. Machines of earlier versions don't say. */
    page: pageSchema.optional(),
    /** When the machine began to serve it. Records of earlier versions have none. */
    deployedAt: instant.optional(),
  }),
)

/** Stages of a deploy that people wait for (`instance/lib/progress.sh`), in order. The views have a text for each. */
export const deployStages = ['wait', 'packages', 'services', 'build', 'release', 'start'] as const
export type DeployStage = (typeof deployStages)[number]

/** Records keep stages as text; one of another version has no words. */
export function knownDeployStage(stage: string | undefined): DeployStage | undefined {
  return deployStages.find((known) => known === stage)
}

/** What the machine is doing, if that takes longer than some seconds. */
export const deployingSchema = z.lazy(() =>
  z.object({
    stage: z.string(),
    /** How long that took the last time, in milliseconds. */
    usualMs: z.number().int().nonnegative().optional(),
  }),
)

/** Different wrong logins, many within a day. */
export const guessesSchema = z.lazy(() =>
  z.object({
    count: z.number().int().positive(),
    /** When the first of them came. */
    at: instant,
  }),
)

/** What is wrong with a machine that serves, as of its last report. */
export const troublesSchema = z.lazy(() =>
  z.object({
    /** The newest deploy, if it failed: the machine serves an older commit. */
    deploy: z
      .object({
        /** A code for which the views have a text. */
        reason: z.string(),
        /** What the environment lacks. */
        variables: z.array(z.string()).optional(),
        /** When it ended; identifies this failure. */
        at: instant,
        /** If it got far enough to know it. */
        commit: z.string().optional(),
        /** Of that commit. */
        subject: z.string().optional(),
        author: z.string().optional(),
        /** The last lines, redacted. */
        log: z.string(),
      })
      .optional(),
    /** Programs of the Procfile that keep crashing, with their last lines, redacted; `memory`: for want of it. */
    programs: z.array(z.object({ name: z.string(), log: z.string(), memory: z.literal(true).optional() })),
  }),
)

/** The head of the branch that the site follows. */
export const headSchema = z.lazy(() =>
  z.object({
    /** Absent: there is no such branch. */
    commit: z.string().optional(),
    /** When that was so. */
    at: instant,
    /** What the machine served then. */
    served: z.string().optional(),
    /** The machine can't deploy it. */
    failed: z.literal(true).optional(),
  }),
)

/** Members of the team for SSH. */
export const teamSchema = z.lazy(() =>
  z.object({
    count: z.number().int().nonnegative(),
    /** The first logins of those who have no public key at GitHub. */
    withoutKeys: z.array(z.string()).optional(),
    /** The first logins of those for whom the machine could make no account. */
    withoutAccount: z.array(z.string()).optional(),
    /** All logins, sorted; absent when there are too many to keep. */
    logins: z.array(z.string()).optional(),
  }),
)

/** How the team changed between two checks. */
export const teamChangeSchema = z.lazy(() =>
  z.object({
    at: instant,
    added: z.array(z.string()),
    removed: z.array(z.string()),
    /** How many sites the removed members had to leave at once, if GitHub's event told. */
    sites: z.number().int().optional(),
  }),
)

/** Checks found that the team is gone, or has no members any more. */
export const teamLossSchema = z.lazy(() =>
  z.object({
    reason: z.enum(['empty', 'gone']),
    since: instant,
    checkedAt: instant,
    /** `spec.usersRevision` at the last check. */
    revision: z.number().int(),
  }),
)
