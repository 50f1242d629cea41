import type { Ports } from '../../src/control/ports.ts'
import { cloneSecret } from '../../src/control/clone-tokens.ts'
import type { Member } from '../../src/control/code-host.ts'
import { createReconciler } from '../../src/control/reconcile.ts'
import type { ReconcilerDeps } from '../../src/control/step.ts'
import { createSteps, observers, type StepOptions } from '../../src/control/steps/all.ts'
import type { Log } from '../../src/log.ts'
import { defaultPolicy, type Policy } from '../../src/site/policy.ts'
import { shareKey } from '../../src/site/share-cookie.ts'
import { webhookSecret } from '../../src/site/webhook-secret.ts'
import { codeHostWording } from '../../views/code-host-wording.ts'
import { textsFor } from '../../views/text/for-locale.ts'
import { createFakeAlarm } from './fake-alarm.ts'
import { createFakeChat } from './fake-chat.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeCodeHost } from './fake-code-host.ts'
import { createFakeEnvironments } from './fake-environments.ts'
import type { Durations } from './fake-instances.ts'
import { createFakeMachines } from './fake-machines.ts'
import { createFakeRoutes } from './fake-routes.ts'
import { type Outcomes, succeedWith } from './fake-shell.ts'
import { createFakeSiteStore } from './fake-site-store.ts'
import { SITE_CREATED_AT } from './a-site.ts'

export interface FakePortsOptions {
  durations?: Partial<Durations>
  outcomes?: Outcomes
  policy?: Partial<Policy>
  onSave?: (name: string) => void
  /** See the fake table. */
  isChecked?: boolean
  /** See the fake routes. */
  routesWait?: boolean
}

/** The second has no key at the code host. */
const growers: Member[] = [
  { login: 'Aki', user: 'aki', publicKeys: ['ssh-ed25519 AAAA'] },
  { login: 'ken', user: 'ken', publicKeys: [] },
]

/** All ports faked together, and the reconciler's parts on them. */
export function createFakePorts({
  durations,
  outcomes,
  policy: rules,
  onSave,
  isChecked = true,
  routesWait = false,
}: FakePortsOptions = {}) {
  const clock = createFakeClock(SITE_CREATED_AT)
  // Nobody visits these sites. They go to sleep by themselves only where a test is about that.
  const policy: Policy = { ...defaultPolicy, idleHours: 0, ...rules }
  const store = createFakeSiteStore({ isChecked, ...(onSave && { onSave }) })
  const codeHost = createFakeCodeHost({ repositories: { 'orchard/plum': ['main'] }, teams: { growers } })
  const machines = createFakeMachines({
    clock,
    ...(durations && { durations }),
    outcomes: outcomes ?? succeedWith((setUp) => codeHost.head(setUp?.repository ?? '', setUp?.branch ?? '')),
  })
  const routes = createFakeRoutes({ waits: routesWait })
  const alarm = createFakeAlarm(clock)
  const environments = createFakeEnvironments()
  const chat = createFakeChat(clock)
  const ports: Ports = {
    clock,
    store,
    instances: machines.instances,
    shell: machines.shell,
    routes: routes.routes,
    alarm,
    environments: environments.environments,
    codeHost: codeHost.codeHost,
    chat: chat.chat,
  }
  return { clock, policy, store, machines, routes, alarm, environments, codeHost, chat, ports }
}

export type FakePorts = ReturnType<typeof createFakePorts>

/** The stack's, of which secrets of webhooks are derived. */
export const WEBHOOK_KEY = 'the key of all webhooks'

/** What steps need besides ports. */
export function stepOptions(policy: Policy): StepOptions {
  const siteHost = (name: string) => `${name}.example`
  const siteUrl = (name: string) => `http://${siteHost(name)}`
  return {
    siteUrl,
    hookUrl: (name: string) => `${siteUrl(name)}/hook`,
    hookSecret: (id: string) => webhookSecret(WEBHOOK_KEY, id),
    shareKey: (id: string) => shareKey(WEBHOOK_KEY, id),
    cloneTokenUrl: (name: string) => `${siteUrl(name)}/clone-token`,
    cloneSecret: (id: string, launch: number) => cloneSecret(WEBHOOK_KEY, id, launch),
    reportUrl: (name: string) => `${siteUrl(name)}/report`,
    pictureUrl: (name: string) => `${siteUrl(name)}/picture`,
    wording: codeHostWording({ texts: textsFor('en'), locale: 'en', policy, siteHost, siteUrl }),
  }
}

export function reconcilerDeps(ports: Ports, policy: Policy, log: Log = () => {}): ReconcilerDeps {
  return { ports, policy, observers, steps: createSteps(policy, stepOptions(policy)), log }
}

export function createFakeReconciler(ports: Ports, policy: Policy, log?: Log) {
  return createReconciler(reconcilerDeps(ports, policy, log))
}
