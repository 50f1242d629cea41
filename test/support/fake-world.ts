import type { Member, World } from '../../src/control/ports.ts'
import { createReconciler, type ReconcilerDeps } from '../../src/control/reconcile.ts'
import { createSteps, observers } from '../../src/control/steps/all.ts'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import { createFakeAlarm } from './fake-alarm.ts'
import { createFakeChat } from './fake-chat.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeCodeHost } from './fake-code-host.ts'
import type { Durations } from './fake-instances.ts'
import { createFakeMachines } from './fake-machines.ts'
import { createFakeRoutes } from './fake-routes.ts'
import type { Outcomes } from './fake-shell.ts'
import { createFakeSiteStore } from './fake-site-store.ts'
import { SITE_CREATED_AT } from './a-site.ts'

export interface FakeWorldOptions {
  durations?: Partial<Durations>
  outcomes?: Outcomes
  policy?: Partial<Policy>
  onSave?: (name: string) => void
}

/** The second has no key at the code host. */
const growers: Member[] = [
  { login: 'Aki', user: 'aki', publicKeys: ['ssh-ed25519 AAAA'] },
  { login: 'ken', user: 'ken', publicKeys: [] },
]

/** All ports faked together, and the reconciler's parts on them. */
export function createFakeWorld({ durations, outcomes, policy: rules, onSave }: FakeWorldOptions = {}) {
  const clock = createFakeClock(SITE_CREATED_AT)
  const policy: Policy = { ...defaultPolicy, ...rules }
  const store = createFakeSiteStore({ ...(onSave && { onSave }) })
  const machines = createFakeMachines({ clock, ...(durations && { durations }), ...(outcomes && { outcomes }) })
  const routes = createFakeRoutes()
  const alarm = createFakeAlarm(clock)
  const codeHost = createFakeCodeHost({ repositories: { 'orchard/plum': ['main'] }, teams: { growers } })
  const chat = createFakeChat(clock)
  const world: World = {
    clock,
    store,
    instances: machines.instances,
    shell: machines.shell,
    routes: routes.routes,
    alarm,
    codeHost: codeHost.codeHost,
    chat: chat.chat,
  }
  return { clock, policy, store, machines, routes, alarm, codeHost, chat, world }
}

export type FakeWorld = ReturnType<typeof createFakeWorld>

const urls = {
  hookUrl: (name: string) => `http://${name}.example/hook`,
  reportUrl: (name: string) => `http://${name}.example/report`,
}

export function reconcilerDeps(world: World, policy: Policy): ReconcilerDeps {
  return { world, policy, observers, steps: createSteps(policy, urls) }
}

export function createFakeReconciler(world: World, policy: Policy) {
  return createReconciler(reconcilerDeps(world, policy))
}
