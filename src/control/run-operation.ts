import { type Log, logged } from '../log.ts'
import { type EnvironmentChange, readVariableNames, readVariables } from '../site/environment.ts'
import { isConflictError } from '../site/errors.ts'
import { type RawArguments, readArgument, type Reading } from '../site/operations/arguments.ts'
import { changedNames } from '../site/operations/environment.ts'
import type { Operation, OperationContext } from '../site/operations/operation.ts'
import { expectFitOwner } from '../site/contact.ts'
import { type Actor, expectCreator, expectPermitted } from '../site/permissions.ts'
import type { Policy } from '../site/policy.ts'
import { newShareToken, readClient, shareTokenHash } from '../site/shares.ts'
import { settingNamed } from '../site/site-settings.ts'
import { type Membership, POKOPOKO, type Site } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import { UserError } from '../site/user-error.ts'
import { expectSettings, type SettingChecks } from './check-settings.ts'
import { saveEnvironment } from './environment.ts'
import { MAX_TRIES } from './max-tries.ts'
import { saveRepositoryEnvironment } from './repository-environment.ts'
import type { Clock, EnvironmentAccess, SiteStore } from './ports.ts'
import { choosePassword } from './passwords.ts'
import { expectBudgetLeft } from './budget.ts'
import { reserveQuota } from './quota.ts'
import { isAlive } from '../site/phase.ts'
import type { ExpectReader } from './repository-reader.ts'

/** Which site is meant. With `id`, not another one that bears the name by now. */
export interface Target {
  name: string
  id?: string
}

/** UserError `no-such-site` when there is none. */
export async function findSite(store: SiteStore, { name, id }: Target): Promise<Site> {
  const site = await store.load(name)
  if (site === undefined || (id !== undefined && site.id !== id)) throw new UserError('no-such-site', { name })
  return site
}

export interface OperationDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
}

export interface OperationRequest {
  operation: Operation
  /** As somebody typed or picked them. */
  args: RawArguments
  seenExpiry?: Instant | undefined
}

export interface RequestDeps extends OperationDeps {
  environments: EnvironmentAccess
  /** Of who asks. */
  locale: 'en' | 'ja'
  /** What somebody is in the Slack workspace; undefined where Slack doesn't say. */
  membershipOf(userId: string): Promise<Membership | undefined>
  expectReader: ExpectReader
  /** What only the outside knows of changed settings. */
  settingChecks: SettingChecks
  /** Gets how it ended. */
  log: Log
}

/** Runs what somebody asks for: the way of all front ends. What was generated, a password or the token of a client's link, is in the answer, and nowhere else. */
export async function runOperation(
  deps: RequestDeps,
  target: Target,
  actor: Actor,
  { operation, args, seenExpiry }: OperationRequest,
): Promise<{ site: Site; password?: string; shareToken?: string }> {
  // What was typed as a name may be anything; the site's own is added once it is found.
  const fields: Parameters<typeof logged>[2] = { operation: operation.name, user: actor.by }
  return logged(deps.log, deps.clock, fields, async () => {
    const { values, password, shareToken, change } = await readArguments(operation, args, target.name, deps)
    // Once for what is there, also if the site is saved at the second try.
    const saves = new Map<string, ReturnType<typeof saveEnvironment>>()
    const save = async (site: Site) => {
      if (change === undefined) return {}
      const key = `${site.id} ${site.spec.environment?.key}`
      const saving = saves.get(key) ?? saveEnvironment(deps.environments, site, change)
      saves.set(key, saving)
      return { savedEnvironment: await saving }
    }
    // Once at all: what was removed can't be removed again.
    let shared: ReturnType<typeof shareEnvironment> | undefined
    const share = (site: Site) => (shared ??= shareEnvironment(deps, site, actor, change))
    const site = await applyOperation(deps, target, actor, operation, async (found, context) => {
      Object.assign(fields, { site: found.name, id: found.id })
      // Nothing is asked or saved for someone who can't change it.
      operation.expectPossible(found, { seenExpiry })
      expectPermitted(actor, found, operation, deps.policy)
      if (operation.publishes) await deps.expectReader(actor, found.spec.repository)
      if (change === undefined) {
        const next = operation.apply(found, { ...context, ...values, seenExpiry })
        await expectSettings(found, next, deps.settingChecks)
        return next
      }
      const saved = values['scope'] === 'repository' ? await share(found) : await save(found)
      return operation.apply(found, { ...context, ...values, seenExpiry, ...saved })
    })
    return { site, ...(password !== undefined && { password }), ...(shareToken !== undefined && { shareToken }) }
  })
}

/** Changes a site as an operation says. UserError when there is no such site, when it's not possible now, or not for them. */
export function applyOperation(
  { policy, ...deps }: OperationDeps,
  target: Target,
  actor: Actor,
  operation: Operation,
  apply: (site: Site, context: OperationContext) => Site | Promise<Site> = (site, context) =>
    operation.apply(site, context),
): Promise<Site> {
  return saved(deps, target, actor, async (site, context) => {
    const next = await apply(site, { ...context, policy })
    expectPermitted(actor, site, operation, policy)
    if (!isAlive(site) && isAlive(next)) await expectBudgetLeft(deps.store, context.now, policy)
    await reserveQuota(deps.store, next, site, policy)
    return next
  })
}

type ChangeContext = Pick<OperationContext, 'by' | 'agent' | 'now'>

/** The same for what nobody asks: pokopoko itself has reason to. */
export function changeSite(
  deps: Pick<OperationDeps, 'store' | 'clock'>,
  target: Target,
  change: (site: Site, context: ChangeContext) => Site,
): Promise<Site> {
  return saved(deps, target, { by: POKOPOKO }, change)
}

async function saved(
  { store, clock }: Pick<OperationDeps, 'store' | 'clock'>,
  target: Target,
  { by, agent }: Pick<Actor, 'by' | 'agent'>,
  change: (site: Site, context: ChangeContext) => Site | Promise<Site>,
): Promise<Site> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const site = await findSite(store, target)
    try {
      return await store.save(await change(site, { by, agent, now: clock.now() }))
    } catch (error) {
      if (!isConflictError(error)) throw error
    }
  }
  throw new UserError('changed-meanwhile', { name: target.name })
}

async function shareEnvironment(
  deps: RequestDeps,
  { spec }: Site,
  actor: Actor,
  change: EnvironmentChange | undefined,
) {
  expectCreator(actor, deps.policy)
  if (change === undefined) return {}
  const names = { by: actor.by, to: changedNames(change) }
  return { sharedEnvironment: await saveRepositoryEnvironment(deps, spec.repository, change, names) }
}

async function readArguments({ args }: Operation, raw: RawArguments, siteName: string, deps: RequestDeps) {
  const reading: Reading = { now: deps.clock.now(), policy: deps.policy, locale: deps.locale }
  const values: Record<string, unknown> = {}
  let password: string | undefined
  let shareToken: string | undefined
  let change: EnvironmentChange | undefined
  for (const [name, { kind, isOptional }] of Object.entries(args)) {
    const typed = raw[name] ?? ''
    if (kind === 'password') {
      const chosen = await choosePassword(typed, siteName)
      values[name] = chosen.passwordHash
      if (chosen.wasGenerated) ({ password } = chosen)
    } else if (kind === 'client') {
      shareToken = newShareToken()
      values[name] = { name: readClient(typed), tokenHash: shareTokenHash(shareToken) }
    } else if (kind === 'variables') {
      const set = readVariables(typed)
      values[name] = set
      change = { remove: [], ...change, set }
    } else if (kind === 'variable-names') {
      const remove = readVariableNames(typed)
      values[name] = remove
      change = { set: {}, ...change, remove }
    } else if (kind === 'setting') {
      if (raw[name] !== undefined) values[name] = settingNamed(name)?.read(typed)
    } else if (typed !== '' || isOptional !== true) {
      values[name] = readArgument(kind, typed, reading)
      if (kind === 'person') expectFitOwner(typed, await deps.membershipOf(typed))
    }
  }
  return { values, password, shareToken, change }
}
