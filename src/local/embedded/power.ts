import type { Server } from 'node:http'
import { codeOf } from '../../site/errors.ts'
import { close, listen } from '../listen.ts'
import type { Job } from '../../control/jobs.ts'
import type { Clock } from '../../control/ports.ts'
import type { DeployOutcome } from '../../site/deploys.ts'
import type { Deploy, Guesses } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import type { LimitFunction } from 'p-limit'
import { createDeployer, type Deployer } from './deploy.ts'
import { openDisk } from './disk.ts'
import type { Git } from './git.ts'
import type { PublishedPage } from './photographer.ts'
import { JobFailure, redactedTail } from './job-failure.ts'
import { runJob } from './run-job.ts'
import { createSiteServer } from './site-server.ts'

export interface PowerOptions {
  diskPath: string
  /** Where it listened before, if anywhere. */
  port: number | undefined
  git: Git
  clock: Clock
  /** What changes the disk goes through here. */
  queue: LimitFunction
  /** A push has been deployed, or could not be, for a reason that people can be told; the log is redacted. */
  onDeploy(outcome: DeployOutcome): Promise<void>
  /** Many passwords were tried. */
  onGuesses(guesses: Guesses): Promise<void>
  /** Visitors see another release, of whose page no problem is known. */
  onPublished(page: Omit<PublishedPage, 'site'>): void
  report(error: unknown): void
}

/** A machine that is switched on: its web server, and what runs on it. */
export async function powerOn(options: PowerOptions) {
  const { diskPath, port, git, clock, queue, onDeploy, onGuesses, onPublished, report } = options
  const interruption = new AbortController()
  const { signal } = interruption
  const disk = await openDisk(diskPath)
  const deployNewest = createDeployer({ disk, git, clock })
  const deploy: Deployer = async (setUp, ended) => {
    const [before] = disk.content().releases
    const deployed = await deployNewest(setUp, ended)
    const [release] = disk.content().releases
    if (release !== undefined && release.directory !== before?.directory && release.page === undefined) {
      onPublished({ ...disk.published(release), commit: release.commit, directory: disk.picturePath })
    }
    return deployed
  }
  /** What the branch has now, by the newest set-up. Of a failure people are told, by a moment of its own, unless it may pass and is tried again. */
  const redeploy = async ({ at, isTriedAgain }: { at: Instant; isTriedAgain: boolean }): Promise<Deploy> => {
    const { setUp } = disk.content()
    if (setUp === undefined) throw new JobFailure('invalid-input')
    try {
      return await deploy(setUp, signal)
    } catch (error) {
      if (error instanceof JobFailure && !signal.aborted && (error.permanent || !isTriedAgain)) {
        const log = redactedTail(error.log, [setUp.webhookSecret])
        const { code: reason, commit } = error
        await onDeploy({ failed: { reason, at, log, ...(commit !== undefined && { commit }) } })
      }
      throw error
    }
  }
  const dealWithPush = async () => {
    const { setUp, push } = disk.content()
    if (setUp === undefined || push === undefined || signal.aborted) return
    try {
      // The push's own moment: a process that is killed now tells a failure again, and it is nothing new.
      const deployed = await redeploy({ at: push.at, isTriedAgain: false })
      const deployedAt = disk.content().deploys[0]?.deployedAt ?? clock.now()
      await onDeploy({ deploy: { ...deployed, deployedAt } })
    } catch (error) {
      if (!(error instanceof JobFailure) || signal.aborted) throw error
    }
    await disk.forgetPush(push)
  }
  let isPushWaiting = false
  const deal = () => {
    // One that has not begun fetches what this push brought, too.
    if (isPushWaiting) return
    isPushWaiting = true
    const run = () => {
      isPushWaiting = false
      return dealWithPush()
    }
    queue(run).catch((error: unknown) => {
      if (!signal.aborted) report(error)
    })
  }
  const onPush = async () => {
    await disk.rememberPush({ at: clock.now() })
    deal()
  }
  let usedAt = clock.now()
  const onUse = () => {
    usedAt = clock.now()
  }
  const server = createSiteServer({ disk, onPush, onGuesses, onUse, clock, report })
  return {
    port: await listenAgain(server, port),
    /** Runs a job to its end; to be called from the queue. Never rejects. */
    run: (job: Job) =>
      runJob(job, {
        disk,
        deploy,
        redeploy: () => redeploy({ at: clock.now(), isTriedAgain: true }),
        usedAt: () => usedAt,
        signal,
        report,
      }),
    /** Deals with a push that a former process took. */
    carryOn: deal,
    /** Ends what is under way; the queue then comes to an end soon. */
    interrupt: () => interruption.abort(),
    off: () => close(server),
  }
}

export type Power = Awaited<ReturnType<typeof powerOn>>

/** At the port that it had before, or at any free one when that's taken. */
async function listenAgain(server: Server, port: number | undefined): Promise<number> {
  try {
    return await listen(server, port)
  } catch (error) {
    if (port === undefined || !['EADDRINUSE', 'EACCES'].includes(String(codeOf(error)))) throw error
    return listen(server)
  }
}
