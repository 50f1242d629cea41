import { isEnvironmentAsAsked, isEnvironmentRemoved, isSetUpAsAsked } from '../../site/phase.ts'
import { environmentOf } from '../environment.ts'
import type { Step } from '../step.ts'
import { canRunJob, commandFor, unlessClaimed } from './job.ts'

/** Has a machine that is set up start the site's programs with their new environment. When they don't, the old ones go on. */
export const environment: Step = {
  name: 'environment',
  policy: 'keeps-trying',
  endsLater: true,
  due: (site, now) =>
    canRunJob(site) && isSetUpAsAsked(site) && !isEnvironmentAsAsked(site) ? unlessClaimed(site, now) : 'no',
  claim: (site, now) => ({ command: commandFor(site, 'environment', now) }),
  release: () => ({ command: undefined }),
  run: async (site, { environments, shell }) => {
    const { instance, command } = site.status
    if (instance === undefined || command === undefined) return {}
    const variables = await environmentOf(site, { environments })
    const id = await shell.start(instance.id, { kind: 'environment', environment: variables ?? {} })
    return { command: { ...command, id } }
  },
}

/** Removes what was kept of the environment of a site that is to go. */
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
