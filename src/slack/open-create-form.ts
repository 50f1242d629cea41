import type { WebClient } from '@slack/web-api'
import { createForm } from '../../views/create-form.ts'
import type { CreateFormValues } from '../../views/read-create-form.ts'
import type { SiteStore } from '../control/ports.ts'
import { type Actor, creationError } from '../site/permissions.ts'
import type { Detection } from '../site/detection.ts'
import type { Policy } from '../site/policy.ts'
import type { Site } from '../site/site.ts'
import { defaultBranch } from './ask-code-host.ts'
import { drawDetection } from './draw-detection.ts'
import type { ListenerDeps, Person } from './people.ts'
import { depsFor } from './repository-reader.ts'

interface Opening {
  triggerId: string
  user: string
  /** The channel it's opened from; absent in the App Home. */
  channel?: string | undefined
  typed?: CreateFormValues
}

/**
 * Starts to load the form's choices before we know who wants it: Slack allows three seconds for everything, and in a new container nothing
 * takes longer.
 */
export function prepareCreateForm({ catalogue }: Pick<ListenerDeps, 'catalogue'>): void {
  // The person who opens the form sees the error.
  catalogue().catch(() => {})
}

/** Opens the create form, with what was typed, and otherwise with what the channel or the person used last. */
export async function openCreateForm(
  client: WebClient,
  { triggerId, user, channel, typed = {} }: Opening,
  { actor, viewContext }: Person,
  allDeps: ListenerDeps,
): Promise<void> {
  const deps = depsFor(client, user, allDeps)
  const { store, catalogue, clock, policy } = deps
  expectCreatorForNow(actor, policy)
  const [last, choices, branch] = await Promise.all([
    lastSite(store, user, channel),
    catalogue(),
    branchOf(typed, deps),
  ])
  const draft = {
    ...(last && usedFor(last, typed)),
    ...typed,
    ...(branch !== undefined && { branch }),
    ...(channel !== undefined && !isDirectMessage(channel) && { channel }),
  }
  const context = channel === undefined ? {} : { channel }
  const form = (drawn: CreateFormValues, detection?: Detection) =>
    createForm(drawn, { catalogue: choices, isShort: true, detection, now: clock.now(), context }, viewContext)
  const { view } = await client.views.open({ trigger_id: triggerId, view: form(draft) })
  await drawDetection({ client, view: { ...view }, draft, form }, deps)
}

/** It comes after who asks was asked (`cached-calls.ts`), and before the form is opened. */
const BRANCH_LIMIT_MS = 1000

/** The default branch of a repository that was typed without one; undefined if the code host doesn't answer in time. */
async function branchOf({ repository, branch }: CreateFormValues, deps: ListenerDeps): Promise<string | undefined> {
  return repository === undefined || branch !== undefined ? branch : defaultBranch(repository, deps, BRANCH_LIMIT_MS)
}

/** If Slack doesn't answer in time, the form opens anyway; its submission checks again. */
function expectCreatorForNow(actor: Actor, policy: Policy): void {
  const refusal = creationError(actor, policy)
  if (refusal !== undefined && refusal.code !== 'slack-silent') throw refusal
}

async function lastSite(store: SiteStore, user: string, channel: string | undefined): Promise<Site | undefined> {
  const query =
    channel === undefined || isDirectMessage(channel)
      ? ({ by: 'owner', owner: user } as const)
      : ({ by: 'channel', channel } as const)
  const { sites } = await store.list(query, { limit: 1 })
  return sites[0]
}

function usedFor({ spec }: Site, typed: CreateFormValues): CreateFormValues {
  const { repository, image, size, access, sshTeam, spot } = spec
  return {
    // What fits one repository would be wrong for another.
    ...((typed.repository ?? repository) === repository && sourceOf(spec, typed)),
    image,
    size,
    accessUser: access.user,
    ...(sshTeam !== undefined && { sshTeam }),
    ...(spot !== undefined && { spot }),
  }
}

function sourceOf(
  { repository, branch, documentRoot, appDirectory, startCommand, services, spaFallback }: Site['spec'],
  typed: CreateFormValues,
): CreateFormValues {
  return {
    repository,
    ...(typed.repository === undefined && { branch }),
    documentRoot,
    ...(appDirectory !== undefined && { appDirectory }),
    ...(startCommand !== undefined && { startCommand }),
    ...(services !== undefined && { services }),
    ...(spaFallback !== undefined && { spaFallback }),
  }
}

/** Cards go to channels; in a direct message, people choose one in the form. */
function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D')
}
