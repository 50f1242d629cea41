import { createSiteStore } from '../../aws/site-store.ts'
import type { SiteStore } from '../../control/ports.ts'
import type { Reconcile } from '../../control/reconcile.ts'
import { createLocalClock, type LocalClock } from '../clock.ts'
import { openLocalTable } from '../table.ts'
import { createWorkQueue, type WorkQueue } from '../work-queue.ts'
import { type Log, type Report, reportTo } from '../../log.ts'

export interface CoreServices {
  clock: LocalClock
  /** In the clock's time. */
  log: Log
  report: Report
  /** Each save queues the site to be reconciled. */
  store: SiteStore
  queue: WorkQueue
  /** Sets the reconciler; until then nothing is reconciled. */
  reconcileWith(reconcile: Reconcile): void
  close(): Promise<void>
}

/** Sites reconciled at once: each has its own machine, but they share this computer. */
const CONCURRENCY = 4

export type CreateLog = (now: () => number) => Log

/** What everything else uses: time, the table, and its stream. */
export async function openCoreServices(directory: string, createLog: CreateLog): Promise<CoreServices> {
  const table = await openLocalTable({ directory })
  const clock = await createLocalClock({ directory })
  const log = createLog(clock.now)
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
    log,
    report: reportTo(log),
    queue,
    store: streamed(createSiteStore(table), queue.add),
    reconcileWith: (next) => {
      reconcile = next
    },
    close: () => table.close(),
  }
}

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
