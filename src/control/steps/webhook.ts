import { awaitsPush } from '../../site/head.ts'
import { isSetUpAsAsked } from '../../site/phase.ts'
import { followsBranch } from '../pushes/branch-head.ts'
import type { Step } from '../step.ts'
import type { SetUpOptions } from './set-up.ts'

/**
 * Has the repository tell of pushes, once a set-up has ended, or waits for one: nobody waits for that. What is pushed before is found by the
 * step `head`, which asks again when there is a webhook. With the App, which tells of pushes by itself, it takes back the deploy key and
 * webhook that the site had before.
 */
export function createWebhook({ hookUrl, hookSecret }: Pick<SetUpOptions, 'hookUrl' | 'hookSecret'>): Step {
  return {
    name: 'webhook',
    policy: 'keeps-trying',
    hidesFailure: 'passing',
    due: (site) => {
      const isOver = isSetUpAsAsked(site) || awaitsPush(site) !== undefined
      return followsBranch(site) && isOver && site.status.repositoryAccess?.pending === true ? 'now' : 'no'
    },
    run: async ({ id, name, status: { repositoryAccess } }, { codeHost, clock }) => {
      if (repositoryAccess === undefined) return {}
      const { pending: _, ...access } = repositoryAccess
      const { repository, byApp } = access
      if (byApp === true) {
        await codeHost.revoke({ id }, repository)
        return { repositoryAccess: { repository, byApp } }
      }
      const hook = { url: hookUrl(name), secret: hookSecret(id) }
      const webhookId = await codeHost.putWebhook({ id, name }, repository, hook)
      return { repositoryAccess: { ...access, webhookId, webhookAt: clock.now() } }
    },
  }
}
