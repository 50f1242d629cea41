import { type Finding, needsBuild } from '../src/site/finding.ts'
import { codeSpan, untrusted } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** What was found in a repository, and what comes of it; also what the machines here can't do about it. */
export function findingText(finding: Finding, { texts, machines }: ViewContext): string {
  const { findings, elsewhere, unbuilt } = texts.createForm
  const found = findings[finding.kind]({ stack: untrusted(finding.label), file: codeSpan(finding.file) })
  const directories = (finding.elsewhere ?? []).map((directory) => codeSpan(directory)).join(', ')
  if (directories !== '') return `${found} ${elsewhere({ directories })}`
  return machines === 'embedded' && needsBuild(finding) ? `⚠️ ${found}\n${unbuilt}` : found
}
