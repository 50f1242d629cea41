import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { VisitorAccess } from '../../control/jobs.ts'
import { pageSchema } from '../../site/machine-facts.ts'
import { openStored } from '../json-file.ts'
import type { Published } from './static-files.ts'

const DEPLOYS_KEPT = 5
/** The one that is served, and the one before for visitors in the middle of it. */
const RELEASES_KEPT = 2

const setUpSchema = z.object({
  cloneUrl: z.string(),
  branch: z.string(),
  revision: z.number().optional(),
  documentRoot: z.string(),
  appDirectory: z.string().optional(),
  startCommand: z.string().optional(),
  webhookSecret: z.string(),
  spaFallback: z.boolean().optional(),
})

const stackSchema = z.object({ label: z.string(), file: z.string(), unbuilt: z.literal(true).optional() })

const releaseSchema = z.object({
  directory: z.string(),
  commit: z.string(),
  revision: z.number().optional(),
  /** As the settings have it; '' for the stack's own. */
  documentRoot: z.string(),
  appDirectory: z.string().optional(),
  startCommand: z.string().optional(),
  /** What is served of it. In those of earlier versions it's `documentRoot`. */
  root: z.string().optional(),
  stack: stackSchema.optional(),
  page: pageSchema.optional(),
})

const deploySchema = z.object({
  commit: z.string(),
  subject: z.string(),
  author: z.string(),
  at: z.number(),
  deployedAt: z.number(),
  stack: stackSchema.optional(),
  page: pageSchema.optional(),
})

const contentSchema = z.object({
  setUp: setUpSchema.optional(),
  access: z
    .object({
      user: z.string(),
      passwordHash: z.string(),
      shares: z.object({ key: z.string(), ids: z.array(z.string()) }).optional(),
    })
    .optional(),
  /** Of visitors' sessions; a change of the password changes it. Disks of earlier versions have none. */
  sessionToken: z.string().optional(),
  /** Directories in `releases`, newest first; the first is served. */
  releases: z.array(releaseSchema),
  /** The last deploys, newest first. */
  deploys: z.array(deploySchema),
  /** Taken, and not yet dealt with: when it came. */
  push: z.object({ at: z.number() }).optional(),
})

export type SetUp = z.infer<typeof setUpSchema>
export type Release = z.infer<typeof releaseSchema>
export type DeployEntry = z.infer<typeof deploySchema>
export type Push = NonNullable<z.infer<typeof contentSchema>['push']>
export type Content = z.infer<typeof contentSchema>

/** What a machine keeps while it is stopped, and what an image is a copy of. Opens what is in `directory`, or begins it. */
export async function openDisk(directory: string) {
  const releasesPath = join(directory, 'releases')
  const picturePath = join(directory, 'picture')
  for (const path of [releasesPath, picturePath]) await mkdir(path, { recursive: true, mode: 0o700 })
  // Memory follows the file: what visitors see would also be there after a crash.
  const { value: content, update } = await openStored<Content>(join(directory, 'site.json'), contentSchema, {
    releases: [],
    deploys: [],
  })
  const save = (changes: Partial<Content>) => update((before) => ({ ...before, ...changes }))
  return {
    content,
    clonePath: join(directory, 'clone.git'),
    /** Of the last picture of its page. */
    picturePath,
    /** What visitors see of a release. */
    published: ({ directory: name, root, documentRoot }: Release): Published => {
      const release = join(releasesPath, name)
      return { root: join(release, root ?? documentRoot), release, spaFallback: content().setUp?.spaFallback === true }
    },
    releasePath: ({ directory: name }: Pick<Release, 'directory'>) => join(releasesPath, name),
    rememberAccess: (access: VisitorAccess) =>
      update((before) => {
        const isSame = before.access?.user === access.user && before.access.passwordHash === access.passwordHash
        const kept = isSame ? before.sessionToken : undefined
        return { ...before, access, sessionToken: kept ?? randomBytes(32).toString('hex') }
      }),
    rememberSetUp: (setUp: SetUp) => save({ setUp }),
    rememberPush: (push: Push) => save({ push }),
    /** It is dealt with. One that came meanwhile stays. */
    forgetPush: (dealtWith: Push) =>
      update(({ push, ...rest }) => (push === dealtWith || push === undefined ? rest : { ...rest, push })),
    /** From here on visitors see `release`; older releases are removed. */
    publish: async (release: Release, entry: DeployEntry) => {
      const releases = [release, ...content().releases].slice(0, RELEASES_KEPT)
      await save({ releases, deploys: [entry, ...content().deploys].slice(0, DEPLOYS_KEPT) })
      const kept = new Set(releases.map((one) => one.directory))
      for (const found of await readdir(releasesPath)) {
        if (!kept.has(found)) await rm(join(releasesPath, found), { recursive: true, force: true })
      }
    },
  }
}

export type Disk = Awaited<ReturnType<typeof openDisk>>
