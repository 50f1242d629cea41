import pTimeout from 'p-timeout'
import { timeFor } from './deadline.ts'
import type { SlackDeps } from './deps.ts'

/** Slack waits 3 s for everything together; a form's other calls need their part of it. */
const LIMIT_MS = 1500

/**
 * What the code host says; what `otherwise` says where it fails or is slow, which is reported and is no reason to fail a person:
 * the set-up asks it all again, with patience.
 */
export async function askCodeHost<T>(
  { codeHost, report }: Pick<SlackDeps, 'codeHost' | 'report'>,
  question: (host: SlackDeps['codeHost']) => Promise<T>,
  otherwise: (error: unknown) => T,
  limitMs = LIMIT_MS,
): Promise<T> {
  // A second question, as where a form is drawn once more, has what time the first left.
  const milliseconds = timeFor(limitMs)
  try {
    return await pTimeout(question(codeHost), {
      milliseconds,
      message: `The code host took longer than ${milliseconds} ms`,
    })
  } catch (error) {
    report(error)
    return otherwise(error)
  }
}

/** The repository's default branch; undefined where there is no such repository, or the code host does not say in time. */
export async function defaultBranch(
  repository: string,
  deps: Pick<SlackDeps, 'codeHost' | 'report'>,
  limitMs?: number,
): Promise<string | undefined> {
  const [first] = await askCodeHost(
    deps,
    (host) => host.branches(repository, ''),
    () => [],
    limitMs,
  )
  return first
}
