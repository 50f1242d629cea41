import { randomBytes } from 'node:crypto'
import { mkdir, realpath, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../control/ports.ts'
import type { Deploy } from '../../site/site.ts'
import { type Detection, detectionBelow, detectionOf, needsBuild } from '../../site/detection.ts'
import { detectStack, type RepositoryFiles } from '../../site/stack.ts'
import { undefinedIf } from '../../site/errors.ts'
import { isNotFound } from '../json-file.ts'
import { createClone } from './clone.ts'
import type { Disk, Release, SetUp } from './disk.ts'
import type { Git } from './git.ts'
import { isInside } from './static-files.ts'
import { releaseFiles } from './release-files.ts'
import { publishedDirectory } from './published-directory.ts'
import { JobFailure } from './job-failure.ts'

/**
 * Publishes the branch's newest commit in a new directory, so that visitors see all of it or nothing. JobFailure as
 * {@link Clone.fetch}, `app-directory-missing` and `document-root-missing`; then the previous release stays.
 */
export type Deployer = (setUp: SetUp, signal: AbortSignal) => Promise<Deploy>

/** Of the names that the card shows. */
const MAX_HINT = 150

export function createDeployer({ disk, git, clock }: { disk: Disk; git: Git; clock: Clock }): Deployer {
  const clone = createClone(disk.clonePath, git)
  const checkOut = async (source: Source, settings: Settings, signal: AbortSignal): Promise<Release> => {
    const { commit } = source
    const directory = `${commit.slice(0, 12)}-${randomBytes(4).toString('hex')}`
    const path = disk.releasePath({ directory })
    await mkdir(path, { recursive: true, mode: 0o700 })
    try {
      const empty = await clone.checkOut(source, path, signal)
      const missing = (reason: 'app-directory-missing' | 'document-root-missing') =>
        empty.length === 0
          ? new JobFailure(reason, '', commit)
          : new JobFailure('submodule-missing', `These submodules are empty: ${empty.join(', ')}`, commit)
      const files = await releaseFiles(path, settings.appDirectory ?? '')
      if (files === undefined) throw missing('app-directory-missing')
      const app = await appOf(path, files, settings)
      const root = rootOf(app, settings)
      if (!(await isPublishable(path, root))) throw missing('document-root-missing')
      const stack = stackOf(app.detection, settings)
      const page = pageOf(app.detection, empty)
      return { directory, commit, ...settings, root, ...(stack && { stack }), ...(page && { page }) }
    } catch (error) {
      await rm(path, { recursive: true, force: true })
      throw error
    }
  }
  return async (setUp, signal) => {
    const { cloneUrl, branch } = setUp
    const settings = settingsOf(setUp)
    const fetched = await clone.fetch({ cloneUrl, branch }, signal)
    const [served] = disk.content().releases
    const isServed = served?.commit === fetched.commit && isDeepStrictEqual(settingsOf(served), settings)
    const release = isServed ? served : await checkOut({ cloneUrl, commit: fetched.commit }, settings, signal)
    const { stack, page } = release
    const deploy = { ...fetched, ...(stack && { stack }), ...(page && { page }) }
    if (!isServed) {
      await disk.publish(release, { ...deploy, deployedAt: clock.now() })
      await clone.maintain(signal)
    }
    return deploy
  }
}

interface Source {
  cloneUrl: string
  commit: string
}

/** What a release is made by, besides its commit. */
type Settings = Pick<SetUp, 'revision' | 'documentRoot' | 'appDirectory' | 'startCommand'>

function settingsOf({ revision = 1, documentRoot, appDirectory, startCommand }: Settings): Settings {
  return {
    // Those of earlier versions have none.
    ...(revision > 1 && { revision }),
    documentRoot,
    ...(appDirectory !== undefined && { appDirectory }),
    ...(startCommand !== undefined && { startCommand }),
  }
}

interface App {
  /** In the release. */
  directory: string
  files: RepositoryFiles
  detection: Detection
}

/** The app in the app directory, or the only one below the top. */
async function appOf(
  path: string,
  files: RepositoryFiles,
  { documentRoot, appDirectory = '' }: Settings,
): Promise<App> {
  const top = { directory: appDirectory, files, detection: detectionOf(files) }
  const directory = top.detection.only
  if (directory === undefined || appDirectory !== '' || files.paths.includes(`${documentRoot}/`)) return top
  const below = await releaseFiles(path, directory)
  const detection = detectionBelow(top.detection, below)
  return below === undefined || detection === top.detection ? top : { directory, files: below, detection }
}

function rootOf({ directory, files }: App, { documentRoot }: Settings): string {
  return join(directory, documentRoot || publishedDirectory(files, detectStack(files)?.publish ?? ['']))
}

/** Nothing is built or run here: what needs that is served as it is. */
function stackOf(detection: Detection, { startCommand }: Settings): Release['stack'] {
  const { label, file } = detection
  if (label === '') return undefined
  return { label, file, ...((startCommand !== undefined || needsBuild(detection)) && { unbuilt: true }) }
}

/** What is only for containers has no start page. What lacks submodules may lack more than its start page. */
function pageOf({ kind, file }: Detection, empty: string[]): Release['page'] {
  if (empty.length > 0)
    return { status: 200, problem: 'submodule-missing', hint: empty.join(', ').slice(0, MAX_HINT).toWellFormed() }
  return kind === 'container' ? { status: 403, problem: 'container-only', hint: file } : undefined
}

async function isPublishable(releasePath: string, documentRoot: string): Promise<boolean> {
  const path = await undefinedIf(isNotFound, realpath(join(releasePath, documentRoot)))
  return path !== undefined && isInside(await realpath(releasePath), path) && (await stat(path)).isDirectory()
}
