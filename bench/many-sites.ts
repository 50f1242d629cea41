import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeHostWording } from '../views/code-host-wording.ts'
import { createReconciler, type Reconcile } from '../src/control/reconcile.ts'
import { createSteps, observers } from '../src/control/steps/all.ts'
import type { Log } from '../src/log.ts'
import { openCoreServices } from '../src/local/platform/core-services.ts'
import { listenOn } from '../src/local/listen.ts'
import { openSites } from '../src/local/platform/sites.ts'
import { openSlack } from '../src/local/platform/slack.ts'
import { createSlackHttpHandler, type Workspace } from '@pokopoko/slack-emulator'
import { defaultPolicy } from '../src/site/policy.ts'
import { create } from '../src/site/order.ts'
import type { Site } from '../src/site/site.ts'
import { DAY_MS, HOUR_MS } from '../src/site/time.ts'
import { createViewContexts } from '../views/view-context.ts'
import { median } from './median.ts'

/**
 * Lists, the App Home and a card's update on the local platform, with 5 sites in the table and with 500: through signed
 * requests into the real handler, the table on disk. Medians and ratios are printed.
 */
const SIZES = [5, 500]
const ROUNDS = 25
const PERSON = 'U0NADIA'
const CHANNEL = 'C0SPRING'

interface Subject {
  workspace: Workspace
  reconcile: Reconcile
}

const tasks: Record<string, (subject: Subject, round: number) => Promise<unknown>> = {
  'list mine': ({ workspace }) => command(workspace, 'list mine'),
  'list all': ({ workspace }) => command(workspace, 'list all'),
  'list channel': ({ workspace }) => command(workspace, 'list channel'),
  'App Home': ({ workspace }) => workspace.openHome(PERSON),
  'extend, card edited': async ({ workspace, reconcile }, round) => {
    await command(workspace, `extend site-0 ${round % 2 === 0 ? 1 : 2}`)
    await reconcile('site-0')
  },
}

async function main(): Promise<void> {
  const medians = new Map<string, number[]>()
  for (const size of SIZES) {
    await withSites(size, async (subject) => {
      for (const [name, task] of Object.entries(tasks)) {
        const times: number[] = []
        for (let round = -3; round < ROUNDS; round++) {
          const start = performance.now()
          await task(subject, round)
          // The first rounds warm up.
          if (round >= 0) times.push(performance.now() - start)
        }
        medians.set(name, [...(medians.get(name) ?? []), median(times)])
      }
    })
  }
  console.log(`median of ${ROUNDS}, with ${SIZES.join(' and ')} sites`)
  for (const [name, [few = Number.NaN, many = Number.NaN]] of medians) {
    console.log(`${name.padEnd(20)} ${few.toFixed(1)} ms  ${many.toFixed(1)} ms  × ${(many / few).toFixed(2)}`)
  }
}

async function withSites(count: number, work: (subject: Subject) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-bench-'))
  const log: Log = ({ level, error }) => level === 'error' && console.error(error)
  const page = createServer()
  const baseUrl = `http://localhost:${await listenOn(page, 0, 'PORT')}`
  const options = {
    directory,
    baseUrl,
    sitesPort: 0,
    policy: defaultPolicy,
    locale: 'en',
    machines: 'embedded' as const,
    say: () => {},
  }
  const core = await openCoreServices(directory, () => log)
  const sites = await openSites(core, options)
  const slack = await openSlack(core, sites, options)
  const serveSlack = createSlackHttpHandler(slack.workspace)
  page.on('request', (req, res) => void serveSlack(req, res))
  for (let index = 0; index < count; index++) await core.store.create(asleep(index, core.clock.now()))
  const ports = {
    ...sites.ports,
    clock: core.clock,
    store: core.store,
    environments: core.environments,
    chat: slack.chat,
  }
  const { addresses } = sites
  const viewContext = createViewContexts({ policy: defaultPolicy, addresses, locale: options.locale })
  const wording = codeHostWording(viewContext.everybody())
  const steps = createSteps(defaultPolicy, {
    siteUrl: addresses.siteUrl,
    hookUrl: addresses.siteUrl,
    hookSecret: () => 'secret',
    shareKey: () => 'key',
    cloneTokenUrl: addresses.siteUrl,
    cloneSecret: () => 'secret',
    reportUrl: addresses.siteUrl,
    pictureUrl: addresses.siteUrl,
    wording,
  })
  const reconcile = createReconciler({ ports, policy: defaultPolicy, observers, steps, log: core.log })
  try {
    await reconcile('site-0')
    await work({ workspace: slack.workspace, reconcile })
  } finally {
    await sites.close()
    page.close()
    page.closeAllConnections()
    await core.queue.stop()
    await core.close()
    await rm(directory, { recursive: true })
  }
}

/** A sleeping site, which nothing is due for but its card. */
function asleep(index: number, now: number): Site {
  const order = {
    name: `site-${index}`,
    repository: 'acme/website',
    branch: 'main',
    documentRoot: 'public',
    image: 'embedded',
    size: 'embedded',
    accessUser: 'guest',
    channel: CHANNEL,
    expiresAt: now + 5 * DAY_MS + index * HOUR_MS,
  }
  const site = create(order, 'no hash', `id-${index}`, { by: PERSON, now: now + index })
  return { ...site, spec: { ...site.spec, desired: 'asleep' } }
}

async function command(workspace: Workspace, text: string): Promise<void> {
  const notice = await workspace.command(PERSON, { channel: CHANNEL, command: '/testsite', text })
  if (notice !== undefined) throw new Error(notice)
}

await main()
