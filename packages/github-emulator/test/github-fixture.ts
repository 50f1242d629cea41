import { createServer, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { createGithub, type GithubEmulator, type GithubOptions } from '../src/create-github.ts'
import type { Seed } from '../src/seed.ts'
import { close, listen } from './listen.ts'
import { seedDirectory } from './seeded-directory.ts'
import { createSignal } from './signal.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'
import { cloneTo, type WorkTree } from './work-tree.ts'

export const NOW = Date.parse('2026-04-01T09:00:00Z')
const BO = { name: 'Bo', email: 'bo@acme.example' }
const person = (login: string) => ({ login, publicKeys: [] })
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
  teams: { 'web-team': [person('aki'), person('bo')], design: [person('bo')] },
}

export interface GithubFixture {
  github: GithubEmulator
  origin: string
  /** The emulator's own directory. */
  directory: string
  errors: unknown[]
  /** Resolves once there are so many of them. */
  failed(count: number): Promise<void>
  /** Their names; none of a repository that isn't there. */
  branches(repository: string): Promise<string[]>
  /** A fresh clone of it over HTTP. */
  clone(repository: string): Promise<WorkTree>
  /** Resolves when a request with that URL has come and been served, down to its last process. */
  served(url: string): Promise<void>
  /** Closes the emulator and opens its directory again, on the same port. */
  restart(): Promise<GithubEmulator>
  clean(): Promise<void>
}

/** An emulator on a port of its own. */
export async function aGithub(options: Pick<GithubOptions, 'app' | 'deliver'> = {}): Promise<GithubFixture> {
  const temporary = await makeTemporaryDirectory()
  const directory = join(temporary.path, 'github')
  const errors: unknown[] = []
  const requests = new Map<string, Promise<void> | undefined>()
  const news = createSignal()
  let clones = 0
  let github: GithubEmulator | undefined
  const server = createServer((req, res) => {
    const taken = github?.handle(req, res).then((isTaken) => {
      if (!isTaken) res.writeHead(418).end()
    })
    requests.set(req.url ?? '', taken)
    news.report()
  })
  const origin = `http://localhost:${await listen(server)}`
  const open = () =>
    createGithub({
      directory,
      baseUrl: `${origin}/git`,
      clock: { now: () => NOW },
      onError: (error) => {
        errors.push(error)
        news.report()
      },
      seed: SEED,
      ...options,
    })
  await seedDirectory(directory, SEED)
  github = await open()
  const fixture: GithubFixture = {
    github,
    origin,
    directory,
    errors,
    failed: (count) => news.until(() => errors.length >= count),
    branches: async (name) => ((await fixture.github.branches(name)) ?? []).map((branch) => branch.name),
    clone: (name) => cloneTo(join(temporary.path, `clone-${(clones += 1)}`), fixture.github.cloneUrl(name)),
    served: async (url) => {
      await news.until(() => requests.has(url))
      await requests.get(url)
    },
    restart: async () => {
      await fixture.github.close()
      github = fixture.github = await open()
      return github
    },
    clean: async () => {
      await close(server)
      await fixture.github.close()
      await temporary.remove()
    },
  }
  return fixture
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
    url: (name: string) => `http://${name}.localhost:${port}/hook`,
    port,
    close: () => close(server),
  }
}
