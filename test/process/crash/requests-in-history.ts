import type { HistoryEntry } from '../../../src/site/site.ts'
import type { SentRequest } from './scenario.ts'

/**
 * Those of the requests, in the order in which they were made, of which the history tells: all that were granted, none that were
 * refused, and of the others any. undefined when there is no such choice: one is missing, or nobody asked for one.
 */
export function requestsInHistory(
  history: Pick<HistoryEntry, 'action' | 'by'>[],
  asked: SentRequest[],
): SentRequest[] | undefined {
  const [first, ...later] = asked
  const [entry, ...entries] = history
  if (first === undefined) return entry === undefined ? [] : undefined
  if (first.outcome !== 'refused' && entry !== undefined && first.action === entry.action && first.by === entry.by) {
    const rest = requestsInHistory(entries, later)
    if (rest !== undefined) return [first, ...rest]
  }
  return first.outcome === 'granted' ? undefined : requestsInHistory(history, later)
}
