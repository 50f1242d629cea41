import { pushMends } from '../../site/failure-reasons.ts'
import { withoutFailedDeploy } from '../../site/deploys.ts'
import type { Deploy, Site } from '../../site/site.ts'
import { SECOND_MS, type Instant } from '../../site/time.ts'
import { withTeamChange } from '../../site/team-changes.ts'
import { JobError, withFailure, withoutFailure } from '../failure.ts'
import { JOB_LIMIT_MS } from '../reports/job-result.ts'
import type { CommandState } from '../jobs.ts'
import { type StepDeclaration, nextPoll, type Observer, type StatusPatch } from '../step.ts'
import { accessStep } from '../steps/access.ts'
import { deploy } from '../steps/deploy.ts'
import { lastUseStep } from '../steps/last-use.ts'
import { environment } from '../steps/environment.ts'
import { setUpStep } from '../steps/set-up.ts'
import { MAX_NAMED } from '../steps/job.ts'
import { usersStep } from '../steps/users.ts'

const POLL_MS = 15 * SECOND_MS

type Command = NonNullable<Site['status']['command']>
type Success = Extract<CommandState, { state: 'succeeded' }>

const jobSteps: Record<Command['job'], StepDeclaration> = {
  access: accessStep,
  deploy,
  environment,
  'last-use': lastUseStep,
  'set-up': setUpStep,
  users: usersStep,
}

/** Observes the job on the machine. Its end is the success or failure of the step that started it. */
export const observeCommand: Observer = {
  name: 'observe-command',
  policy: 'fails-site',
  applies: ({ status: { command, instance } }) => command?.id !== undefined && instance !== undefined,
  pollAt: ({ status: { command } }, now) => command && nextPoll(command.startedAt, now, POLL_MS),
  observe: async (site, { shell, clock }) => {
    const { command, instance } = site.status
    if (command?.id === undefined || instance === undefined) return {}
    const result = await shell.result(instance.id, command.id)
    // Lost, for instance by a restart: its step is due again.
    if (result === undefined) return { command: undefined }
    return outcome(site, command, result, clock.now())
  },
}

function outcome(site: Site, command: Command, result: CommandState, now: Instant): StatusPatch {
  switch (result.state) {
    case 'running':
      if (now - command.startedAt <= JOB_LIMIT_MS) return {}
      return failed(site, command, new JobError('job-too-slow', '', true), now)
    case 'failed':
      return failed(site, command, new JobError(result.reason, result.log, result.permanent, result.variables), now)
    case 'succeeded':
      if (command.job === 'last-use' && result.usedAt === undefined)
        return failed(site, command, new JobError('no-result', '', false), now)
      return {
        command: undefined,
        ...succeeded(site, command, result, now),
        ...(result.deploy && deployed(site, command, result.deploy, now)),
        ...(command.job === 'deploy' && fetchedHead(site, command, result.deploy?.commit, now)),
        ...withoutFailure(site, command.job),
      }
  }
}

/** A machine reports a commit that it can't deploy, and serves the earlier one: nothing is tried until the head is another commit. */
function failed(site: Site, command: Command, error: JobError, now: Instant): StatusPatch {
  // Something was pushed since the job began, so it may not have had that commit.
  const isPushed = site.status.head?.commit !== command.known?.head
  // Other settings were asked for since then.
  const isOutdated = command.revision !== site.spec.setUpRevision
  const isNext = isOutdated || (pushMends.has(error.reason) && isPushed)
  if (command.job === 'set-up' && isNext) return { command: undefined }
  if (command.job !== 'deploy' || !error.permanent) {
    return { command: undefined, ...withFailure(site, jobSteps[command.job], error, now) }
  }
  const { head } = site.status
  const isSame = head !== undefined && head.commit === command.known?.head
  return {
    command: undefined,
    ...(isSame && { head: { ...head, failed: true } }),
    ...withoutFailure(site, command.job),
  }
}

/** The machine has fetched the branch since the job began. A head that was reported meanwhile stays. */
function fetchedHead(site: Site, { known }: Command, commit: string | undefined, now: Instant): StatusPatch {
  const { head } = site.status
  if (head === undefined || head.commit !== known?.head) return {}
  return { head: commit === undefined ? { ...head, failed: true } : { commit, served: commit, at: now } }
}

function succeeded(site: Site, command: Command, result: Success, now: Instant): StatusPatch {
  const { instance, durations, reportTokens } = site.status
  if (instance === undefined) return {}
  const { launch, boot } = instance
  const access = { revision: command.accessRevision, launch }
  const { team, environmentRevision } = command
  const { withoutAccount } = result
  const environment = environmentRevision !== undefined && { environment: { revision: environmentRevision } }
  const users = team && {
    users: {
      ...team,
      ...(withoutAccount && { withoutAccount: withoutAccount.slice(0, MAX_NAMED) }),
      revision: command.usersRevision,
      launch,
      at: now,
    },
    ...withTeamChange(site, team, now),
  }
  switch (command.job) {
    case 'access':
      return { access, session: result.session }
    case 'environment':
      return environment || {}
    case 'deploy':
      return {}
    case 'last-use':
      return result.usedAt === undefined
        ? {}
        : { lastUse: { at: Math.min(result.usedAt, now), checkedAt: command.startedAt } }
    case 'users':
      return users ?? {}
    case 'set-up':
      return {
        access,
        session: result.session,
        ...environment,
        ...users,
        setUp: { revision: command.revision, launch, boot, at: now },
        durations: { ...durations, setUp: now - command.startedAt },
        // The machine has the newest token by now, and none of those before it.
        reportTokens: reportTokens?.slice(0, 1),
      }
  }
}

/** Another push may have been deployed, or have failed, since the job ended; then a report came, and that stays. */
function deployed({ status }: Site, { known, startedAt }: Command, newest: Deploy, now: Instant): StatusPatch {
  const { deploy, troubles } = status
  const isReported = deploy?.commit === newest.commit && (deploy.deployedAt ?? 0) >= startedAt
  const isNewer = !isReported && (known === undefined || known.commit === deploy?.commit)
  const isRepaired = known === undefined || known.failedAt === troubles?.deploy?.at
  return {
    ...(isNewer && { deploy: { ...newest, deployedAt: now } }),
    ...(isRepaired && { troubles: withoutFailedDeploy(troubles) }),
  }
}
