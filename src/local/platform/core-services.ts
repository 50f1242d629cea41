import { readAuditTrail } from '../../aws/read-audit-trail.ts'
import { createSiteStore } from '../../aws/site-store.ts'
import type { SiteStore } from '../../control/ports.ts'
import type { Reconcile } from '../../control/reconcile.ts'
import type { Instant } from '../../site/time.ts'
import { createLocalClock } from '../clock.ts'
import { createLocalEnvironments } from '../environments.ts'
import { openLocalTable } from '../table.ts'
import { openWebhookKey } from '../webhook-key.ts'
import { createWorkQueue } from '../work-queue.ts'
import { type Log, reportTo } from '../../log.ts'

/** Sites reconciled at once: each has its own machine, but they share this computer. */
const CONCURRENCY = 4

export type CreateLog = (now: () => number) => Log

/** What everything else uses: time, the table, and its stream. */
export async function openCoreServices(directory: string, createLog: CreateLog) {
  const table = await openLocalTable({ directory })
  const clock = await createLocalClock({ directory })
  const log = createLog(clock.now)
  const webhookKey = await openWebhookKey(directory)
  let reconcile: Reconcile = async () => {}
  const queue = createWorkQueue({
    work: (name) => reconcile(name),
    concurrency: CONCURRENCY,
    onError: (error, site) => {
      log({ level: 'error', message: 'reconcile failed', site, operation: 'reconcile', outcome: 'failed', error })
    },
  })
  return {
    clock,
    /** In the clock's time. */
    log,
    report: reportTo(log),
    queue,
    environments: createLocalEnvironments({ directory }),
    webhookKey,
    /** Each save queues the site to be reconciled. */
    store: streamed(createSiteStore(table), queue.add),
    auditTrail: (since: Instant) => readAuditTrail(table, since),
    /** Sets the reconciler; until then nothing is reconciled. */
    reconcileWith: (next: Reconcile) => {
      reconcile = next
    },
    close: () => table.close(),
  }
}

export type CoreServices = Awaited<ReturnType<typeof openCoreServices>>

/** The store, calling `onChange` with a site's name after each successful write, as the table's stream does. */
export function streamed(store: SiteStore, onChange: (name: string) => void): SiteStore {
  return {
    ...store,
    create: async (site) => {
      const created = await store.create(site)
      onChange(site.name)
      return created
    },
    save: async (site) => {
      const saved = await store.save(site)
      onChange(site.name)
      return saved
    },
    remove: async (site) => {
      await store.remove(site)
      onChange(site.name)
    },
  }
}
