import { isConflictError } from '../site/errors.ts'
import { phaseOf } from '../site/phase.ts'
import type { SiteStore } from './ports.ts'

/**
 * A machine says that it has booted. The record is saved once more as it is, so that the site is looked at now and
 * not at its next alarm. Anybody may say so: only who knows the id of the machine that is being waited for is heard.
 */
export async function phoneHome(store: SiteStore, name: string, instanceId: string): Promise<void> {
  const site = await store.load(name)
  if (site === undefined || site.status.instance?.id !== instanceId) return
  const phase = phaseOf(site)
  if (phase !== 'launching' && phase !== 'booting') return
  try {
    await store.save(site)
  } catch (error) {
    // Somebody else has just saved it: it is looked at anyway.
    if (!isConflictError(error)) throw error
  }
}
