import { isEnvironmentRemoved } from '../../site/phase.ts'
import type { Step } from '../step.ts'

/** Removes the stored environment of a site that is to go, once no machine needs it any more. */
export const removeEnvironment: Step = {
  name: 'remove-environment',
  policy: 'fails-site',
  due: (site) =>
    site.spec.desired === 'gone' && site.status.instance === undefined && !isEnvironmentRemoved(site) ? 'now' : 'no',
  run: async ({ id, spec }, { environments }) => {
    const key = spec.environment?.key
    if (key === undefined) return {}
    await environments.remove({ id }, key)
    return { environmentRemoved: key }
  },
}
