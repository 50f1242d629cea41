import { assertNever } from '../src/site/assert-never.ts'
import { stuckOn } from '../src/site/failures.ts'
import { knownReason } from '../src/site/failure-reasons.ts'
import { phaseOf } from '../src/site/phase.ts'
import { purgeTime } from '../src/site/purge-time.ts'
import type { Deploy, Site, Troubles } from '../src/site/site.ts'
import type { UserError } from '../src/site/user-error.ts'
import { markdownCode } from './markdown.ts'
import { plainDate } from './mrkdwn.ts'
import { phaseMarks } from './phase-mark.ts'
import { errorText } from './problem.ts'
import type { Reader } from './reader.ts'
import { plainShow } from './show.ts'

/** Says on a pull request how its site stands. Markdown, in which what people wrote is code and nothing else. */
export function pullRequestComment(site: Site, reader: Reader): string {
  const state = `${phaseMarks[phaseOf(site)]} ${stateLine(site, reader)}`
  if (!isAlive(site)) return state
  return [state, `**${reader.siteUrl(site.name)}**`, ...details(site, reader)].join('\n\n')
}

/** Says on a pull request why it gets no site. */
export function pullRequestRefusal(why: UserError, reader: Reader): string {
  const show = { ...plainShow(reader), text: (untrusted: string) => markdownCode(untrusted) }
  return `⚠️ ${reader.texts.codeHost.pullRequest.refused({ reason: errorText(why, show, reader) })}`
}

function isAlive({ spec }: Site): boolean {
  return spec.desired === 'up' || spec.desired === 'asleep'
}

function stateLine(site: Site, reader: Reader): string {
  const { pullRequest } = reader.texts.codeHost
  const phase = phaseOf(site)
  switch (phase) {
    case 'requested':
    case 'launching':
    case 'booting':
    case 'settingUp':
    case 'waking':
      return pullRequest.creating
    case 'ready':
      return pullRequest.ready
    case 'goingToSleep':
    case 'asleep':
      return pullRequest.asleep
    case 'archiving':
      return pullRequest.archiving
    case 'archived':
      return pullRequest.archived({ until: plainDate(purgeTime(site, reader.policy) ?? 0, reader) })
    case 'purging':
      return pullRequest.gone
    case 'failed':
      return pullRequest.failed({ reason: reasonOf(site, stuckOn(site)?.failure.reason ?? '', reader) })
    default:
      return assertNever(phase)
  }
}

function details(site: Site, reader: Reader): string[] {
  const { deploy, troubles } = site.status
  const { pullRequest } = reader.texts.codeHost
  return [
    ...(deploy === undefined ? [] : [pullRequest.commit({ commit: commitText(deploy) })]),
    ...(troubles?.deploy === undefined ? [] : [failedDeploy(site, troubles.deploy, reader)]),
    pullRequest.access({ user: markdownCode(site.spec.access.user) }),
  ]
}

function commitText({ commit, subject }: Deploy): string {
  return [markdownCode(commit.slice(0, 7)), markdownCode(subject)].filter(Boolean).join(' ')
}

function failedDeploy(site: Site, failed: NonNullable<Troubles['deploy']>, reader: Reader): string {
  const commit = markdownCode(failed.commit?.slice(0, 7) ?? '')
  return `⚠️ ${reader.texts.card.deployFailed({ commit, reason: reasonOf(site, failed.reason, reader) })}`
}

function reasonOf({ spec }: Site, reason: string, { texts }: Reader): string {
  const { repository, branch } = spec
  return texts.reasons[knownReason(reason)]({ repository: markdownCode(repository, 140), branch: markdownCode(branch) })
}
