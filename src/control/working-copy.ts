import { ConflictError, isConflictError } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import type { SiteStore } from './ports.ts'
import { patched, stillValid } from './status-patch.ts'
import type { StatusPatch } from './step.ts'

/** A loaded site and what came of looking at it, saved together. */
export interface WorkingCopy {
  /** As it would be saved. */
  site(): Site
  patch(patch: StatusPatch): void
  /** Writes what is new. False: somebody else wrote meanwhile, and what still held of the patches was saved onto that. */
  save(): Promise<boolean>
  /**
   * Writes a claim, with what is new besides. False: somebody else wrote meanwhile; then there is no claim, which nobody would
   * act on until it is taken for a dead one's, and what still held of the rest was saved.
   */
  claim(patch: StatusPatch): Promise<boolean>
  /** Has anything been saved, here or meanwhile by somebody else? */
  hasSaved(): boolean
}

const MAX_TRIES = 5

export function createWorkingCopy(store: SiteStore, loaded: Site): WorkingCopy {
  let base = loaded
  let patches: StatusPatch = {}
  /** Made once a change: it is asked for by every step. */
  let current = loaded
  const site = () => current
  const put = (next: Site, news: StatusPatch) => {
    base = next
    patches = news
    current = patched(base, patches)
  }

  /** Onto what somebody else saved; the error when that is no more, or another site. */
  const rebase = async (error: ConflictError) => {
    const fresh = await store.load(base.name)
    if (fresh?.id !== base.id) throw error
    put(fresh, stillValid(patches, base, fresh))
  }

  const save = async () => {
    let isOurs = true
    for (let attempt = 1; site() !== base; attempt++) {
      try {
        put(await store.save(site()), {})
      } catch (error) {
        if (!isConflictError(error) || attempt === MAX_TRIES) throw error
        isOurs = false
        await rebase(error)
      }
    }
    put(base, {})
    return isOurs
  }
  const claim = async (patch: StatusPatch) => {
    const claimed = patched(site(), patch)
    if (claimed === base) return true
    try {
      put(await store.save(claimed), {})
      return true
    } catch (error) {
      if (!isConflictError(error)) throw error
      await rebase(error)
      await save()
      return false
    }
  }
  return {
    site,
    claim,
    patch: (patch) => {
      if (Object.keys(patch).length > 0) put(base, { ...patches, ...patch })
    },
    save,
    hasSaved: () => base !== loaded,
  }
}
