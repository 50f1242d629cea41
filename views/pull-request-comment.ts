import { stuckOn } from '../src/site/failures.ts'
import { knownReason } from '../src/site/failure-reasons.ts'
import { phaseOf } from '../src/site/phase.ts'
import { purgeTime } from '../src/site/purge-time.ts'
import type { Deploy, Site, Troubles } from '../src/site/site.ts'
import type { UserError } from '../src/site/user-error.ts'
import { moreMemory, previousStays, variableNames } from './failure.ts'
import { markdownCode } from './markdown.ts'
import { plainDate } from './mrkdwn.ts'
import { phaseMarks } from './phase-mark.ts'
import { errorText } from './problem.ts'
import type { ViewContext } from './view-context.ts'
import { plainShow } from './show.ts'
import type { Show } from './text/texts.ts'

/** Says on a pull request how its site stands. Markdown, in which what people wrote is code and nothing else. */
export function pullRequestComment(site: Site, viewContext: ViewContext): string {
  const state = `${phaseMarks[phaseOf(site)]} ${stateLine(site, viewContext)}`
  if (!isAlive(site)) return state
  return [state, `**${viewContext.siteUrl(site.name)}**`, ...details(site, viewContext)].join('\n\n')
}

/** Says on a pull request why it gets no site. */
export function pullRequestRejection(why: UserError, viewContext: ViewContext): string {
  const plain = plainShow(viewContext)
  const show: Show = {
    ...plain,
    text: markdownCode,
    command: (words) => markdownCode(plain.command(words)),
    listCommand: (owner) => markdownCode(plain.listCommand(owner)),
  }
  return `⚠️ ${viewContext.texts.codeHost.pullRequest.notCreated({ reason: errorText(why, show, viewContext) })}`
}

function isAlive({ spec }: Site): boolean {
  return spec.desired === 'up' || spec.desired === 'asleep'
}

function stateLine(site: Site, viewContext: ViewContext): string {
  const { pullRequest } = viewContext.texts.codeHost
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
      return pullRequest.archived({ until: plainDate(purgeTime(site, viewContext.policy) ?? 0, viewContext) })
    case 'purging':
      return pullRequest.gone
    case 'failed':
      return pullRequest.failed({ reason: reasonOf(site, stuckOn(site)?.failure ?? { reason: '' }, viewContext) })
  }
}

function details(site: Site, viewContext: ViewContext): string[] {
  const { deploy, troubles } = site.status
  const { pullRequest } = viewContext.texts.codeHost
  return [
    ...(deploy === undefined ? [] : [pullRequest.commit({ commit: commitText(deploy) })]),
    ...(troubles?.deploy === undefined ? [] : [failedDeploy(site, troubles.deploy, viewContext)]),
    pullRequest.access({ user: markdownCode(site.spec.access.user) }),
  ]
}

function commitText({ commit, subject }: Deploy): string {
  return [markdownCode(commit.slice(0, 7)), markdownCode(subject)].filter(Boolean).join(' ')
}

function failedDeploy(site: Site, failed: NonNullable<Troubles['deploy']>, viewContext: ViewContext): string {
  const commit = markdownCode(failed.commit?.slice(0, 7) ?? '')
  return `⚠️ ${viewContext.texts.card.deployFailed({ commit, reason: reasonOf(site, failed, viewContext) })}`
}

function reasonOf(
  { spec: { repository, branch, size }, status: { deploy } }: Site,
  { reason, variables }: { reason: string; variables?: string[] | undefined },
  viewContext: ViewContext,
): string {
  const { texts } = viewContext
  const text = texts.reasons[knownReason(reason)]({
    repository: markdownCode(repository, 140),
    branch: markdownCode(branch),
    variables: variableNames(variables, markdownCode),
    moreMemory: moreMemory(size, viewContext, markdownCode),
  })
  return `${text}${previousStays(reason, deploy, texts)}`
}
