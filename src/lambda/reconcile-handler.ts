import { isUnreadableRecordError } from '../aws/site-item.ts'
import type { Reconcile } from '../control/reconcile.ts'
import { type Log, logged } from '../log.ts'
import { undefinedIf } from '../site/errors.ts'
import pLimit from 'p-limit'
import { type Hint, readEvent, type StreamRecord } from './names-of-event.ts'

export interface ReconcileHandlerDeps {
  reconcile: Reconcile
  /** Names of their sites; undefined when they're not ours, or gone. */
  siteOfInstance(instanceId: string): Promise<string | undefined>
  siteOfImage(imageId: string): Promise<string | undefined>
  log: Log
}

/** The response to a batch: Lambda retries it from the first record named here. Source: "Reporting batch item failures". */
export interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[]
}

/** Sites that are reconciled at once: nearly all of the time is spent waiting for responses. */
const CONCURRENCY = 5

/**
 * Reconciles the sites that an event is about. For a batch of the table's stream, the response names the records whose sites
 * failed; otherwise it throws, and Lambda retries and then puts the event into the dead-letter queue.
 */
export function createReconcileHandler(given: ReconcileHandlerDeps) {
  const deps = { ...given, reconcile: loggedReconcile(given) }
  return async (event: unknown): Promise<BatchAnswer | undefined> => {
    const hint = readEvent(event)
    if (hint.from === 'stream') {
      for (const error of hint.unreadable) {
        deps.log({ level: 'error', message: 'A record of the stream cannot be read', operation: 'reconcile', error })
      }
      return { batchItemFailures: await lookAtAll(hint.records, deps) }
    }
    const name = await nameIn(hint, deps)
    // Only EC2's event says that the machine has changed.
    if (name !== undefined) await deps.reconcile(name, hint.from === 'instance' ? {} : { machine: 'recent' })
    return undefined
  }
}

/** Retrying doesn't help with an unreadable record; repairing it triggers another reconcile. */
function loggedReconcile({ reconcile, log }: ReconcileHandlerDeps): Reconcile {
  return async (site, options) => {
    const fields = { operation: 'reconcile', site, level: 'debug' } as const
    await undefinedIf(
      isUnreadableRecordError,
      logged(log, { now: Date.now }, fields, () => reconcile(site, options)),
    )
  }
}

async function lookAtAll(
  records: StreamRecord[],
  { reconcile }: ReconcileHandlerDeps,
): Promise<BatchAnswer['batchItemFailures']> {
  const names = records.flatMap(({ name }) => (name === undefined ? [] : [name]))
  const failed = new Set<string>()
  await pLimit(CONCURRENCY).map(new Set(names), async (name) => {
    try {
      await reconcile(name, { machine: 'recent' })
    } catch {
      failed.add(name)
    }
  })
  return records
    .filter(({ name }) => name !== undefined && failed.has(name))
    .map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber }))
}

async function nameIn(
  hint: Exclude<Hint, { from: 'stream' }>,
  { siteOfInstance, siteOfImage }: ReconcileHandlerDeps,
): Promise<string | undefined> {
  switch (hint.from) {
    case 'alarm':
      return hint.name
    case 'instance':
    case 'command':
      return siteOfInstance(hint.instanceId)
    case 'image':
      return siteOfImage(hint.imageId)
  }
}
