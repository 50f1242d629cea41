import type { Step } from '../step.ts'

/** Starts the stopped machine of a site that should be up. */
export const start: Step = {
  name: 'start',
  due: ({ spec, status }) => (spec.desired === 'up' && status.instance?.state === 'stopped' ? 'now' : 'no'),
  run: async ({ status }, { instances, clock }) => {
    const { instance } = status
    if (instance === undefined) return {}
    await instances.start(instance.id)
    const { address: _, ssh: __, ...rest } = instance
    return { instance: { ...rest, state: 'pending', since: clock.now(), boot: instance.boot + 1, reachable: false } }
  },
}
