import type { Site } from '../../site/site.ts'
import type { MachineImage } from '../ports.ts'

/** Of each label: forms offer the newest, and the one before is there if that is no good. */
const KEPT = 2

/** What a machine of it may be launched from, also once a change of its settings is undone. */
function namedBy({ spec, status }: Site): (string | undefined)[] {
  return [spec.image, spec.settingsBefore?.values['image'], status.archive?.imageId, ...status.superseded]
}

/** Baked images that are neither among the last two of their label nor what a site's record names. */
export function surplusImages(images: readonly MachineImage[], sites: readonly Site[]): ReadonlySet<MachineImage> {
  const needed = new Set(sites.flatMap(namedBy))
  const newer = new Map<string, number>()
  const older = images
    .toSorted((a, b) => b.launch - a.launch)
    .filter(({ label, state }) => {
      if (label === undefined || state !== 'available') return false
      const count = newer.get(label) ?? 0
      newer.set(label, count + 1)
      return count >= KEPT
    })
  return new Set(older.filter(({ id }) => !needed.has(id)))
}
