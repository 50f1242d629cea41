import type { CommandState, Job } from '../../control/jobs.ts'
import type { Deploy } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { sessionHash } from '../../site/session.ts'
import type { Deployer } from './deploy.ts'
import type { Disk } from './disk.ts'
import { JobFailure, redactedTail } from './job-failure.ts'

interface Workshop {
  disk: Disk
  deploy: Deployer
  /** Deploys what the branch has now, as a push does. */
  redeploy(): Promise<Deploy>
  /** When somebody last visited it. */
  usedAt(): Instant
  signal: AbortSignal
  report(error: unknown): void
}

/** Runs a job to its end. Never rejects: what goes wrong is in the result. */
export async function runJob(
  job: Job,
  { disk, deploy, redeploy, usedAt, signal, report }: Workshop,
): Promise<CommandState> {
  try {
    if (signal.aborted) throw new JobFailure('machine-gone')
    // Nobody can log in here, and no program runs.
    if (job.kind === 'users' || job.kind === 'environment' || job.kind === 'bake' || job.kind === 'logs')
      return { state: 'succeeded' }
    if (job.kind === 'deploy') return { state: 'succeeded', deploy: await redeploy() }
    if (job.kind === 'last-use') return { state: 'succeeded', usedAt: usedAt() }
    await disk.rememberAccess(job.access)
    const { sessionToken } = disk.content()
    const session = sessionToken === undefined ? {} : { session: sessionHash(sessionToken) }
    if (job.kind === 'access') return { state: 'succeeded', ...session }
    const {
      cloneUrl,
      branch,
      revision,
      documentRoot,
      appDirectory,
      startCommand,
      webhookSecret,
      spaFallback = false,
    } = job
    const setUp = {
      cloneUrl,
      branch,
      documentRoot,
      webhookSecret,
      spaFallback,
      ...(revision !== undefined && { revision }),
      ...(appDirectory !== undefined && { appDirectory }),
      ...(startCommand !== undefined && { startCommand }),
    }
    const deployed = await deploy(setUp, signal)
    // Only now, so that pushes are never answered for a branch that is not published.
    await disk.rememberSetUp(setUp)
    return { state: 'succeeded', deploy: deployed, ...session }
  } catch (error) {
    if (!(error instanceof JobFailure)) report(error)
    return failed(job, error instanceof JobFailure ? error : new JobFailure('clone-failed'))
  }
}

function failed(job: Job, { code, log, permanent }: JobFailure): CommandState {
  const secrets =
    job.kind === 'set-up' ? [job.webhookSecret, job.deployKey, job.access.passwordHash, job.access.shares?.key] : []
  return { state: 'failed', reason: code, log: redactedTail(log, secrets), permanent }
}
