import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createGithub, type GithubEmulator } from '@pokopoko/github-emulator'
import { keepPicture } from '../../control/reports/record-picture.ts'
import { recordFact } from '../../control/record-fact.ts'
import { patched } from '../../control/status-patch.ts'
import { withDeploy } from '../../site/deploys.ts'
import { guessesAfter } from '../../site/guesses.ts'
import { GITHUB_EVENTS_PATH } from '../../site/paths.ts'
import { siteAddresses } from '../../site/paths.ts'
import { shareKey } from '../../site/share-cookie.ts'
import type { Policy } from '../../site/policy.ts'
import type { Catalogue } from '../../site/order.ts'
import { createLocalAlarm } from '../alarm.ts'
import { createLocalCodeHost } from '../github/code-host.ts'
import { readDemo } from '../github/demo.ts'
import { moveEarlierDirectory } from '../github/earlier-directory.ts'
import { createMachineApi, type MachineApi } from '../machine-api.ts'
import { createLocalWebhookEndpoint } from '../webhook-endpoint.ts'
import { createRouter } from '../router.ts'
import type { CoreServices } from './core-services.ts'
import { listenOn } from '../listen.ts'
import { type MachineSettings, openMachines } from './machines.ts'
import { createActivity } from './activity.ts'
import { createHostLookup } from '../../gateway/host-lookup.ts'
import { createRepositoryHook } from '../../github/events/repository-hook.ts'

interface SitesOptions extends MachineSettings {
  directory: string
  baseUrl: string
  sitesPort: number
  policy: Policy
  /** Tells people of what takes long. */
  say(line: string): void
}

/** Whose App gets the events. */
const ORGANIZATION = 'local'

export const sizes: Catalogue['sizes'] = [{ id: 'this-computer', label: 'This computer' }]

/** GitHub, machines, router and alarm of the local platform. */
export async function openSites(core: CoreServices, options: SitesOptions) {
  const { directory, policy } = options
  const { clock, store, queue, webhookKey, log, report } = core
  const secret = randomBytes(32).toString('hex')
  const githubDirectory = join(directory, 'github')
  await moveEarlierDirectory(directory, githubDirectory)
  const github = await createGithub({
    directory: githubDirectory,
    baseUrl: `${options.baseUrl}/git`,
    app: { url: `${options.baseUrl}${GITHUB_EVENTS_PATH}`, secret },
    organization: ORGANIZATION,
    seed: await readDemo(),
    clock,
    onError: report,
  })
  const codeHost = createLocalCodeHost(github)
  const takeControl = createMachineApi({ store, clock })
  let changed = () => {}
  const machines = await openMachines({
    ...options,
    clock,
    serveMachines: createMachineListener(github, takeControl, report),
    onChange: (name) => {
      queue.add(name)
      changed()
    },
    onDeploy: (name, outcome) => recordFact(store, name, (site) => withDeploy(site, outcome)),
    onGuesses: (name, reported) =>
      recordFact(store, name, (site) =>
        patched(site, { guesses: guessesAfter(site.status.guesses, reported, clock.now()) }),
      ),
    ...(policy.pictures && {
      onPicture: (site, picture) => keepPicture({ store, clock }, site, picture),
    }),
    report,
  })
  const router = await createRouter({
    file: join(directory, 'routes.json'),
    ...createHostLookup({ store, clock, policy, shareKey: async (id) => shareKey(webhookKey, id) }),
    timeZone: policy.timeZone,
    takeControl,
    takePush: createRepositoryHook({ store, clock, key: async () => webhookKey }),
    report,
  })
  const sitesPort = await listenOn(router.server, options.sitesPort, 'SITES_PORT')
  const activity = createActivity({ queue, instances: machines.instances, shell: machines.shell })
  changed = activity.changed
  const alarm = createLocalAlarm({ clock, goOff: queue.add, idle: activity.idle })
  return {
    ports: { instances: machines.instances, shell: activity.shell, routes: router.routes, alarm, codeHost },
    alarm,
    github,
    /** Answers GitHub's events; false for other paths. */
    takeEvents: createLocalWebhookEndpoint({ org: ORGANIZATION, secret, store, clock, log, sitesKnownForMs: 0 }),
    addresses: {
      ...siteAddresses('http', `localhost:${sitesPort}`),
      ...(machines.kind === 'embedded' && { machines: machines.kind }),
    },
    machines,
    /** What can be chosen from. */
    catalogue: async (): Promise<Catalogue> => ({ images: await machines.images(), sizes }),
    sitesPort,
    close: async () => {
      alarm.stop()
      await router.close()
      await machines.close()
      await github.close()
    },
  }
}

export type Sites = Awaited<ReturnType<typeof openSites>>

/** Repositories, reports and nothing else: machines must not reach the workspace page. */
function createMachineListener(
  github: GithubEmulator,
  takeControl: MachineApi,
  report: (error: unknown) => void,
): RequestListener {
  const respond = async (req: IncomingMessage, res: ServerResponse) => {
    if ((await takeControl(req, res)) || (await github.handle(req, res))) return
    res.writeHead(404).end()
  }
  return (req, res) => {
    respond(req, res).catch((error: unknown) => {
      report(error)
      // The machine tries again.
      if (res.headersSent) res.destroy()
      else res.writeHead(500).end()
    })
  }
}
