import { isPermanentError } from '../../site/errors.ts'
import { hasOtherSize } from '../../site/size.ts'
import type { Step } from '../step.ts'

/** Gives the stopped machine of a site that should be up the size that was asked for. */
export const resize: Step = {
  name: 'resize',
  policy: 'fails-site',
  due: (site) => {
    const { spec, status } = site
    return spec.desired === 'up' && status.instance?.state === 'stopped' && hasOtherSize(site) ? 'now' : 'no'
  },
  run: async ({ spec, status: { instance } }, { instances }) => {
    if (instance === undefined) return {}
    const { size, sizeBefore, sizeRevision = 0 } = spec
    try {
      await instances.resize(instance.id, size)
    } catch (error) {
      if (!isPermanentError(error) || sizeBefore === undefined) throw error
      return { sizeRefused: sizeRevision }
    }
    return { instance: { ...instance, sizeRevision, resized: true } }
  },
}
