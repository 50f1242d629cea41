import type { Policy } from '../../site/policy.ts'
import { observeArchive } from '../observers/archive.ts'
import { observeBoot } from '../observers/boot.ts'
import { observeCommand } from '../observers/command.ts'
import { observeImage } from '../observers/image.ts'
import { observeMachine } from '../observers/machine.ts'
import type { Observer, Step } from '../step.ts'
import type { Wording } from '../code-host.ts'
import { createAccess } from './access.ts'
import { audit } from './audit.ts'
import { createNotifications } from './notify.ts'
import { removeEnvironment } from './remove-environment.ts'
import { resolveAdoption, resolveWarning } from './resolve.ts'
import { archive } from './archive.ts'
import { createCard } from './card.ts'
import { createCommitStatus } from './commit-status.ts'
import { deploy } from './deploy.ts'
import { createDirectCard } from './direct-card.ts'
import { head } from './head.ts'
import { environment } from './environment.ts'
import { createLastUse } from './last-use.ts'
import { launch } from './launch.ts'
import { createPullRequestComment } from './pull-request-comment.ts'
import { owner } from './owner.ts'
import { withEditLease } from './edit-lease.ts'
import { picture } from './picture.ts'
import { purge } from './purge.ts'
import { resize } from './resize.ts'
import { revoke } from './revoke.ts'
import { prepareRoute, route, unroute } from './route.ts'
import { createSetUp, type SetUpOptions } from './set-up.ts'
import { quota } from './quota.ts'
import { shareEnvironment } from './share-environment.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'
import { terminate } from './terminate.ts'
import { createUsers } from './users.ts'
import { createWebhook } from './webhook.ts'

/** All that the reconciler observes, in order. */
export const observers: Observer[] = [observeMachine, observeBoot, observeCommand, observeImage, observeArchive]

export interface StepOptions extends SetUpOptions {
  wording: Wording
}

/** All that the reconciler can do, in order: first the site, then notifications, and in the end what nobody waits for. */
export function createSteps(policy: Policy, options: StepOptions): Step[] {
  return [
    audit,
    quota,
    launch,
    resize,
    start,
    prepareRoute,
    route,
    createSetUp(policy, options),
    createAccess(options),
    environment,
    shareEnvironment,
    createUsers(policy),
    deploy,
    createLastUse(policy),
    picture,
    unroute,
    stop,
    archive,
    terminate,
    revoke,
    removeEnvironment,
    purge,
    owner,
    ...createCard(policy),
    ...createDirectCard(policy),
    ...createNotifications(policy),
    resolveWarning,
    resolveAdoption,
    withEditLease(createCommitStatus(options.wording)),
    withEditLease(createPullRequestComment(options.wording)),
    createWebhook(options),
    head,
  ]
}
