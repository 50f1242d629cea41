import { isUnreadableRecordError } from '../aws/site-item.ts'
import type { Reconcile } from '../control/reconcile.ts'
import type { Report } from '../log.ts'
import pLimit from 'p-limit'
import { type Hint, readEvent, type StreamRecord } from './names-of-event.ts'

export interface ReconcileHandlerDeps {
  reconcile: Reconcile
  /** Names of the sites that these belong to; undefined when they are none of ours, or gone. */
  siteOfInstance(instanceId: string): Promise<string | undefined>
  siteOfImage(imageId: string): Promise<string | undefined>
  report: Report
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
  const deps = { ...given, reconcile: unlessUnreadable(given) }
  return async (event: unknown): Promise<BatchAnswer | undefined> => {
    const hint = readEvent(event)
    if (hint.from === 'stream') {
      for (const cause of hint.unreadable) {
        deps.report({ error: new Error('A record of the stream cannot be read', { cause }) })
      }
      return { batchItemFailures: await lookAtAll(hint.records, deps) }
    }
    const name = await nameIn(hint, deps)
    if (name !== undefined) await deps.reconcile(name)
    return undefined
  }
}

/** However often it is tried, a record that cannot be read stays so; whoever mends it sets off a look by that. */
function unlessUnreadable({ reconcile, report }: ReconcileHandlerDeps): Reconcile {
  return async (name) => {
    try {
      await reconcile(name)
    } catch (error) {
      if (!isUnreadableRecordError(error)) throw error
      report({ error })
    }
  }
}

async function lookAtAll(
  records: StreamRecord[],
  { reconcile, report }: ReconcileHandlerDeps,
): Promise<BatchAnswer['batchItemFailures']> {
  const names = records.flatMap(({ name }) => (name === undefined ? [] : [name]))
  const failed = new Set<string>()
  await pLimit(CONCURRENCY).map(new Set(names), async (name) => {
    try {
      await reconcile(name)
    } catch (cause) {
      failed.add(name)
      report({ error: new Error(`Looking at ${name} failed`, { cause }) })
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
