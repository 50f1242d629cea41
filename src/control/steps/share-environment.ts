import { withRepositoryEnvironment } from '../../site/operations/environment.ts'
import { isAlive } from '../../site/phase.ts'
import { allSites } from '../all-sites.ts'
import { recordFact } from '../record-fact.ts'
import { isSameRepository } from '../repository-environment.ts'
import type { Step } from '../step.ts'

/**
 * After someone changed the environment of a repository at one of its sites: has the others get it, too. Machines that aren't set up yet
 * get it with their set-up.
 */
export const shareEnvironment: Step = {
  name: 'share-environment',
  policy: 'keeps-trying',
  due: ({ spec, status }) => (spec.environment?.shared === status.environmentShared ? 'no' : 'now'),
  run: async ({ id, spec }, { store, clock }) => {
    const environment = await store.loadRepositoryEnvironment(spec.repository)
    if (environment === undefined) return {}
    const { sites } = await allSites(store, [{ by: 'life', life: 'live' }])
    const others = sites.filter((one) => one.id !== id && isSameRepository(one.spec.repository, spec.repository))
    for (const { name, id: otherId } of others) {
      await recordFact(store, name, (fresh) =>
        fresh.id === otherId && isAlive(fresh) ? withRepositoryEnvironment(fresh, environment, clock.now()) : fresh,
      )
    }
    return { environmentShared: spec.environment?.shared }
  },
}
