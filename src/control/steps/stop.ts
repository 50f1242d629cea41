import type { Step } from '../step.ts'

/** Stops the machine of a site that should sleep or be archived, once its route is gone. */
export const stop: Step = {
  name: 'stop',
  policy: 'fails-site',
  due: ({ spec, status }) => {
    const wanted = spec.desired === 'asleep' || spec.desired === 'archived'
    return wanted && status.instance?.state === 'running' && status.route === undefined ? 'now' : 'no'
  },
  run: async ({ status }, { instances, clock }) => {
    const { instance } = status
    if (instance === undefined) return {}
    await instances.stop(instance.id)
    const { address: _, ssh: __, ...rest } = instance
    return { instance: { ...rest, state: 'stopping', since: clock.now(), reachable: false }, command: undefined }
  },
}
