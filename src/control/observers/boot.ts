import { PermanentError } from '../../site/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../../site/time.ts'
import type { Observer } from '../step.ts'
import { nextPoll } from '../step.ts'

/** The longest time from running to taking commands. */
const BOOT_LIMIT_MS = 15 * MINUTE_MS
const POLL_MS = 10 * SECOND_MS

/** Observes whether the machine takes commands yet. */
export const observeBoot: Observer = {
  name: 'observe-boot',
  policy: 'fails-site',
  applies: ({ spec, status: { instance } }) =>
    spec.desired === 'up' && instance?.state === 'running' && !instance.reachable,
  pollAt: ({ status: { instance } }, now) => instance && nextPoll(instance.since, now, POLL_MS),
  observe: async ({ status: { instance, durations } }, { shell, clock }) => {
    if (instance === undefined) return {}
    const now = clock.now()
    if (await shell.reachable(instance.id)) {
      return { instance: { ...instance, reachable: true }, durations: { ...durations, boot: now - instance.since } }
    }
    if (now - instance.since > BOOT_LIMIT_MS) throw new PermanentError('machine-not-answering')
    return {}
  },
}
