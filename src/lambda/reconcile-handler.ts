import { isUnreadableRecordError } from '../aws/site-item.ts'
import type { Reconcile } from '../control/reconcile.ts'
import { type Log, logged } from '../log.ts'
import pLimit from 'p-limit'
import { type Hint, readEvent, type StreamRecord } from './names-of-event.ts'

export interface ReconcileHandlerDeps {
  reconcile: Reconcile
  /** Names of the sites that these belong to; undefined when they are none of ours, or gone. */
  siteOfInstance(instanceId: string): Promise<string | undefined>
  siteOfImage(imageId: string): Promise<string | undefined>
  log: Log
}

/** Lambda's answer to a batch: it comes again from the first record named here. Source: "Reporting batch item failures". */
export interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[]
}

/** Sites that are looked at together: nearly all of the time goes by waiting for others' answers. */
const CONCURRENCY = 5

/**
 * Looks at the sites that an event hints at. A batch of the table's stream is answered with the records whose sites
 * could not be looked at; anything else throws, and Lambda tries again and then keeps the event in the dead-letter queue.
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
    if (name !== undefined) await deps.reconcile(name)
    return undefined
  }
}

/** However often it is tried, a record that cannot be read stays so; whoever mends it sets off a look by that. */
function loggedReconcile({ reconcile, log }: ReconcileHandlerDeps): Reconcile {
  return async (site) => {
    try {
      await logged(log, { now: Date.now }, { operation: 'reconcile', site, level: 'debug' }, () => reconcile(site))
    } catch (error) {
      if (!isUnreadableRecordError(error)) throw error
    }
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
      await reconcile(name)
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
      return siteOfInstance(hint.instanceId)
    case 'image':
      return siteOfImage(hint.imageId)
  }
}
