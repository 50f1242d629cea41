import { randomBytes } from 'node:crypto'
import { mkdir, realpath, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../control/ports.ts'
import type { Deploy } from '../../site/site.ts'
import { undefinedIf } from '../../site/errors.ts'
import { isNotFound } from '../json-file.ts'
import { createClone } from './clone.ts'
import type { Disk, Release, SetUp } from './disk.ts'
import type { Git } from './git.ts'
import { isInside } from './static-files.ts'
import { JobFailure } from './job-failure.ts'

/**
 * Publishes the branch's newest commit in a new directory, so that visitors see all of it or nothing. JobFailure as
 * {@link Clone.fetch}, and `document-root-missing`; then the previous release stays.
 */
export type Deployer = (setUp: SetUp, signal: AbortSignal) => Promise<Deploy>

export function createDeployer({ disk, git, clock }: { disk: Disk; git: Git; clock: Clock }): Deployer {
  const clone = createClone(disk.clonePath, git)
  const checkOut = async (commit: string, documentRoot: string, signal: AbortSignal): Promise<Release> => {
    const directory = `${commit.slice(0, 12)}-${randomBytes(4).toString('hex')}`
    const release: Release = { directory, commit, documentRoot }
    const path = disk.releasePath(release)
    await mkdir(path, { recursive: true, mode: 0o700 })
    try {
      await clone.checkOut(commit, path, signal)
      if (!(await isPublishable(path, documentRoot))) throw new JobFailure('document-root-missing', '', commit)
      return release
    } catch (error) {
      await rm(path, { recursive: true, force: true })
      throw error
    }
  }
  return async (setUp, signal) => {
    const { cloneUrl, branch, documentRoot } = setUp
    const deploy = await clone.fetch({ cloneUrl, branch }, signal)
    const [served] = disk.content().releases
    if (served?.commit === deploy.commit && served.documentRoot === documentRoot) return deploy
    const release = await checkOut(deploy.commit, documentRoot, signal)
    await disk.publish(release, { ...deploy, deployedAt: clock.now() })
    return deploy
  }
}

async function isPublishable(releasePath: string, documentRoot: string): Promise<boolean> {
  const path = await undefinedIf(isNotFound, realpath(join(releasePath, documentRoot)))
  return path !== undefined && isInside(await realpath(releasePath), path) && (await stat(path)).isDirectory()
}
