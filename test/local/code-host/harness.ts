import { createServer, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import type { Deliver, WebhookTarget } from '../../../src/local/code-host/webhook-delivery.ts'
import { createLocalCodeHost, type LocalCodeHost } from '../../../src/local/code-host/code-host.ts'
import type { Seed } from '../../../src/local/code-host/seed.ts'
import { close, listen } from '../../../src/local/listen.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { type GitRepository, makeRepository } from '../../support/git-repository.ts'
import { createSignal } from '../../support/signal.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

export const NOW = Date.parse('2026-04-01T09:00:00Z')
const BO = { name: 'Bo', email: 'bo@acme.example' }
const commit = (message: string, files: Record<string, string>) => ({ author: BO, at: NOW, message, files })

export const SEED: Seed = {
  repositories: [
    {
      name: 'acme/website',
      branches: [
        { name: 'main', commits: [commit('Begin', { 'public/index.html': '<h1>Hello</h1>\n' })] },
        { name: 'feature/spring', from: 'main', commits: [commit('Bloom', { 'public/a b/é.txt': 'spring\n' })] },
      ],
    },
    { name: 'acme/shop', branches: [{ name: 'main', commits: [commit('Begin', { 'README.md': 'A shop.\n' })] }] },
    { name: 'other/thing', branches: [{ name: 'main', commits: [commit('Begin', { 'README.md': 'A thing.\n' })] }] },
  ],
  teams: { 'web-team': ['aki', 'bo'], design: ['bo'] },
}

export interface CodeHostBench {
  codeHost: LocalCodeHost
  origin: string
  /** The code host's own directory. */
  directory: string
  faults: unknown[]
  /** Resolves once there are so many of them. */
  faulty(count: number): Promise<void>
  /** A fresh clone of it over HTTP. */
  clone(repository: string): Promise<GitRepository>
  /** Resolves when a request with that URL has come and is dealt with, down to its last process. */
  served(url: string): Promise<void>
  /** Ends the code host and opens its directory again, on the same port. */
  restart(): Promise<LocalCodeHost>
  clean(): Promise<void>
}

/** A code host on a port of its own. */
export async function makeCodeHost({
  deliver,
  seed = SEED,
  appWebhook,
}: { deliver?: Deliver; seed?: Seed; appWebhook?: WebhookTarget } = {}): Promise<CodeHostBench> {
  const temporary = await makeTemporaryDirectory()
  const directory = join(temporary.path, 'code-host')
  const faults: unknown[] = []
  const requests = new Map<string, Promise<void> | undefined>()
  const news = createSignal()
  let clones = 0
  let codeHost: LocalCodeHost | undefined
  const server = createServer((req, res) => {
    const taken = codeHost?.handle(req, res).then((isTaken) => {
      if (!isTaken) res.writeHead(418).end()
    })
    requests.set(req.url ?? '', taken)
    news.report()
  })
  const origin = `http://localhost:${await listen(server)}`
  const open = () =>
    createLocalCodeHost({
      directory,
      baseUrl: `${origin}/git`,
      clock: createFakeClock(NOW),
      report: (fault) => {
        faults.push(fault)
        news.report()
      },
      seed,
      ...(deliver && { deliver }),
      ...(appWebhook && { appWebhook }),
    })
  codeHost = await open()
  const bench: CodeHostBench = {
    codeHost,
    origin,
    directory,
    faults,
    faulty: (count) => news.until(() => faults.length >= count),
    clone: async (name) => {
      clones += 1
      const repository = await makeRepository(join(temporary.path, `clone-${clones}`))
      await repository.git('remote', 'add', 'origin', `${origin}/git/${name}.git`)
      await repository.git('fetch', '--quiet', 'origin')
      await repository.git('reset', '--quiet', '--hard', 'origin/main')
      return repository
    },
    served: async (url) => {
      await news.until(() => requests.has(url))
      await requests.get(url)
    },
    restart: async () => {
      await bench.codeHost.close()
      codeHost = bench.codeHost = await open()
      return codeHost
    },
    clean: async () => {
      await close(server)
      await bench.codeHost.close()
      await temporary.remove()
    },
  }
  return bench
}

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A receiver of webhooks on a port of its own, at `http://NAME.localhost:PORT`. */
export async function makeReceiver(respond: (req: Received) => number | undefined = () => 200) {
  const received: Received[] = []
  const server = createServer((req, res) => {
    let body = ''
    req.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    req.on('end', () => {
      const request = { path: req.url ?? '', headers: req.headers, body }
      received.push(request)
      const status = respond(request)
      if (status !== undefined) res.writeHead(status, { location: '/elsewhere' }).end()
    })
  })
  const port = await listen(server)
  return {
    received,
    url: (name: string) => `http://${name}.localhost:${port}/_pokopoko/hook`,
    port,
    close: () => close(server),
  }
}
