import { type Log, logged } from '../../log.ts'
import type { Sighting, Ports } from '../ports.ts'
import type { Reconcile, ReconcileOptions } from '../reconcile.ts'

interface ActionDeps {
  ports: Ports
  reconcile: Reconcile
  log: Log
  dryRun: boolean
}

export type SweepActions = ReturnType<typeof createActions>

/** What one sweep does. Each action is logged; one that fails is kept among the errors, and the sweep goes on. */
export function createActions({ ports: { store, clock }, reconcile, log, dryRun }: ActionDeps) {
  const errors: unknown[] = []
  const failed = (operation: string, error: unknown): void => {
    errors.push(error)
    log({ level: 'error', message: `${operation} failed`, operation, outcome: 'failed', error })
  }
  /** Does nothing in a dry run. */
  const attempt = async (fields: Parameters<typeof logged>[2], work: () => Promise<void>): Promise<void> => {
    if (dryRun) return
    await logged(log, clock, fields, work).catch((error: unknown) => errors.push(error))
  }
  return {
    errors,
    failed,
    attempt,
    /** undefined when it failed. */
    tried: async <T>(operation: string, read: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await read()
      } catch (error) {
        failed(operation, error)
        return undefined
      }
    },
    /** The reconciler logs by itself what it does. */
    reconcile: (site: string, options?: ReconcileOptions) =>
      attempt({ operation: 'reconcile', site, level: 'debug' }, () => reconcile(site, options)),
    save: (sightings: Sighting[]) =>
      attempt({ operation: 'save-orphans', level: 'debug' }, () => store.saveOrphans(sightings)),
    /** No orphan is removed until it is repaired, so the alarm has to go off. */
    failedToRead: (site: string): void => {
      const message = `The record of ${site} cannot be read`
      log({ level: 'error', message, operation: 'read-record', site, outcome: 'failed' })
    },
  }
}
