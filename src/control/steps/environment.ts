import { isEnvironmentAsAsked, isSetUpAsAsked } from '../../site/phase.ts'
import { environmentOf } from '../environment.ts'
import type { Step } from '../step.ts'
import { canRunJob, commandFor, unlessClaimed } from './job.ts'

/**
 * Has the machine restart the site's programs with their new environment. If the web process doesn't answer, the old one stays, with the
 * old environment. A machine that isn't set up yet gets the environment with its set-up.
 */
export const environment: Step = {
  name: 'environment',
  policy: 'keeps-trying',
  endsLater: true,
  due: (site, now) =>
    canRunJob(site) && isSetUpAsAsked(site) && !isEnvironmentAsAsked(site) ? unlessClaimed(site, now) : 'no',
  claim: (site, now) => ({ command: commandFor(site, 'environment', now) }),
  release: () => ({ command: undefined }),
  run: async (site, { environments, shell, store }) => {
    const { instance, command } = site.status
    if (instance === undefined || command === undefined) return {}
    const variables = await environmentOf(site, { environments, store })
    const id = await shell.start(instance.id, { kind: 'environment', environment: variables ?? {} })
    return { command: { ...command, id } }
  },
}
