import pTimeout from 'p-timeout'
import { timeFor } from './deadline.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { newReference } from './reference.ts'

/** Slack waits 3 s for everything together; a form's other calls need their part of it. */
const LIMIT_MS = 1500

/**
 * What the code host says; what `otherwise` says where it fails or is slow, which is reported and is no reason to fail a person:
 * the set-up asks it all again, with patience.
 */
export async function askCodeHost<T>(
  { codeHost, report }: Pick<ListenerDeps, 'codeHost' | 'report'>,
  question: (host: ListenerDeps['codeHost']) => Promise<T>,
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
    report({ reference: newReference(), error })
    return otherwise(error)
  }
}
