import { ConflictError, isConflictError } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import { MAX_TRIES } from './max-tries.ts'
import type { SiteStore } from './ports.ts'
import { patched, stillValid } from './status-patch.ts'
import type { StatusPatch } from './step.ts'

/** A loaded site with patches on it that are saved together. */
export function createWorkingCopy(store: SiteStore, loaded: Site) {
  let base = loaded
  let patches: StatusPatch = {}
  /** Kept, since every step asks for it. */
  let current = loaded
  const site = () => current
  const set = (next: Site, remaining: StatusPatch) => {
    base = next
    patches = remaining
    current = patched(base, patches)
  }

  /** Onto what another process saved. Throws the error when that site is gone, or is another one of that name. */
  const rebase = async (error: ConflictError) => {
    const fresh = await store.load(base.name)
    if (fresh?.id !== base.id) throw error
    set(fresh, stillValid(patches, base, fresh))
  }

  /** Saves the patches. False: another process saved meanwhile, and those patches that still hold were saved onto that. */
  const save = async () => {
    let isOurs = true
    for (let attempt = 1; site() !== base; attempt++) {
      try {
        set(await store.save(site()), {})
      } catch (error) {
        if (!isConflictError(error) || attempt === MAX_TRIES) throw error
        isOurs = false
        await rebase(error)
      }
    }
    set(base, {})
    return isOurs
  }
  /** Saves a claim with the patches. False: another process saved meanwhile, so there is no claim; the other patches were saved as by `save`. */
  const claim = async (patch: StatusPatch) => {
    const claimed = patched(site(), patch)
    if (claimed === base) return true
    try {
      set(await store.save(claimed), {})
      return true
    } catch (error) {
      if (!isConflictError(error)) throw error
      await rebase(error)
      await save()
      return false
    }
  }
  return {
    /** As it would be saved. */
    site,
    claim,
    patch: (patch: StatusPatch) => {
      if (Object.keys(patch).length > 0) set(base, { ...patches, ...patch })
    },
    save,
    /** Was anything saved, here or by another process? */
    hasSaved: () => base !== loaded,
  }
}

export type WorkingCopy = ReturnType<typeof createWorkingCopy>
