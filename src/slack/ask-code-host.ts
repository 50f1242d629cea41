import pTimeout from 'p-timeout'
import { timeFor } from './deadline.ts'
import type { SlackDeps } from './deps.ts'

/** Slack waits 3 s for everything together, and a form's other calls need their part. */
const LIMIT_MS = 1500

/**
 * Asks the code host, and falls back to `otherwise` if it fails or is slow. The error is reported but doesn't fail the person's request:
 * the set-up asks everything again, with retries.
 */
export async function askCodeHost<T>(
  { codeHost, report }: Pick<SlackDeps, 'codeHost' | 'report'>,
  question: (host: SlackDeps['codeHost']) => Promise<T>,
  otherwise: (error: unknown) => T,
  limitMs = LIMIT_MS,
): Promise<T> {
  // A second call, for example when a form is drawn again, gets the time that the first left.
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

/** The repository's default branch; undefined if there's no such repository, or the code host doesn't answer in time. */
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
