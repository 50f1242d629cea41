import { phaseOf } from '../../site/phase.ts'
import type { Site } from '../../site/site.ts'
import type { Step } from '../step.ts'

/** Removes images that are no longer needed: of a site that is to go, that was restored, or that was archived again. */
export const purge: Step = {
  name: 'purge',
  policy: 'fails-site',
  due: (site) => (unneededImages(site).length > 0 ? 'now' : 'no'),
  run: async (site, { instances }) => {
    const unneeded = unneededImages(site)
    for (const imageId of unneeded) await instances.removeImage(imageId)
    const { archive, superseded } = site.status
    return {
      archive: archive !== undefined && unneeded.includes(archive.imageId) ? undefined : archive,
      superseded: superseded.filter((imageId) => !unneeded.includes(imageId)),
    }
  },
}

function unneededImages(site: Site): string[] {
  const { archive, instance, superseded } = site.status
  const all = archive === undefined ? superseded : [...superseded, archive.imageId]
  // A machine may still be starting from an image, or an image be in the making.
  if (site.spec.desired === 'gone') return instance === undefined ? all : []
  if (site.spec.desired === 'up' && phaseOf(site) === 'ready' && archive?.state !== 'pending') return all
  return archive?.state === 'available' ? superseded : []
}
