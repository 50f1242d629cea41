import { PermanentError } from '../../site/errors.ts'
import { SECOND_MS } from '../../site/time.ts'
import { BOOT_LIMIT_MS } from '../limits.ts'
import type { Observer } from '../step.ts'
import { nextPoll } from '../step.ts'
import { waitAgain } from './overdue.ts'

const NOT_ANSWERING = 'machine-not-answering'
const POLL_MS = 10 * SECOND_MS

/** Observes whether the machine takes commands yet. */
export const observeBoot: Observer = {
  name: 'observe-boot',
  policy: 'fails-site',
  applies: ({ spec, status: { instance } }) =>
    spec.desired === 'up' && instance?.state === 'running' && !instance.reachable,
  pollAt: ({ status: { instance } }, now) => instance && nextPoll(instance.since, now, POLL_MS),
  observe: async (site, { shell, clock }) => {
    const { instance, durations, failures } = site.status
    if (instance === undefined) return {}
    const now = clock.now()
    if (await shell.reachable(instance.id)) {
      return { instance: { ...instance, reachable: true }, durations: { ...durations, boot: now - instance.since } }
    }
    // Somebody asked for something since.
    if (failures['observe-boot']?.reason === NOT_ANSWERING) return waitAgain(site, instance, now)
    if (now - instance.since > BOOT_LIMIT_MS) throw new PermanentError(NOT_ANSWERING)
    return {}
  },
}
