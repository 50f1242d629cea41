import { isBehind } from '../../site/head.ts'
import { MINUTE_MS } from '../../site/time.ts'
import type { Step } from '../step.ts'
import { isReadyToDeploy } from './head.ts'
import { commandFor, unlessClaimed } from './job.ts'

/** The push webhook needs seconds: what isn't deployed by then was not delivered. */
const GRACE_MS = MINUTE_MS

/**
 * Has the machine deploy the branch's head. The machine fetches it by itself, so it never goes back to an older commit. A commit that it
 * can't deploy is not tried again (`observers/command.ts`).
 */
export const deploy: Step = {
  name: 'deploy',
  policy: 'keeps-trying',
  hidesFailure: true,
  endsLater: true,
  due: (site, now) => {
    const { head } = site.status
    if (head === undefined || !isReadyToDeploy(site) || !isBehind(site)) return 'no'
    // With the App, nobody else tells the machine.
    const at = head.at + (site.status.repositoryAccess?.byApp === true ? 0 : GRACE_MS)
    return at <= now ? unlessClaimed(site, now) : { at }
  },
  claim: (site, now) => ({ command: commandFor(site, 'deploy', now) }),
  release: () => ({ command: undefined }),
  run: async ({ status: { instance, command } }, { shell }) => {
    if (instance === undefined || command === undefined) return {}
    return { command: { ...command, id: await shell.start(instance.id, { kind: 'deploy' }) } }
  },
}
