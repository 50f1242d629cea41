import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net'
import { join, normalize } from 'node:path'
import { execFileSync } from 'node:child_process'
import { createGithub } from '@pokopoko/github-emulator'
import { createLocalCodeHost } from '../../src/local/github/code-host.ts'
import { createEngine } from '../../src/local/containers/engine.ts'
import { type GitRepository, makeRepository } from '../support/git-repository.ts'
import { createLfsServer } from '../support/lfs-server.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { eventually } from './eventually.ts'
import { startMachine, type TestMachine } from './test-machine.ts'

/** The gateway of podman's default network: from a machine, the way to this process. */
export const HOST = '10.88.0.1'

/** As Debian's `ca-certificates` has it. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
const CERTIFICATE_SETTINGS = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
]

export interface TestRepository extends GitRepository {
  /** Where machines clone it from. */
  cloneUrl: string
  /** Commits and pushes. */
  push(files: Parameters<GitRepository['commit']>[0], subject?: string, at?: string): Promise<string>
}

/** What the tests stand on: a GitHub, and machines; run by `npm run test:machine` in a network namespace of its own. */
export async function makeMachineFixture() {
  const temporary = await makeTemporaryDirectory()
  const repositories = join(temporary.path, 'github', 'repositories', 'acme')
  const faults: unknown[] = []
  let isDown = false
  const lfs = createLfsServer()
  const serveLfsOrGit = async (...exchange: Parameters<typeof lfs.handle>) =>
    (await lfs.handle(...exchange)) || github.handle(...exchange)
  const serveGit: RequestListener = (req, res) => {
    if (isDown) return void res.writeHead(503).end()
    void serveLfsOrGit(req, res).then((isDone) => isDone || res.writeHead(404).end())
  }
  const gitServer = createServer(serveGit)
  const port = await listen(gitServer)
  const github = await createGithub({
    directory: join(temporary.path, 'github'),
    baseUrl: `http://${HOST}:${port}/git`,
    onError: (error) => faults.push(error),
  })
  const packages = servePackages()
  const packagesPort = await listen(packages)
  const engine = createEngine(podman())
  const packageProxy = `http://${HOST}:${packagesPort}`
  const mirror = createServer((req, res) => {
    const file = createReadStream(join(environment('POKOPOKO_NODE'), normalize(join('/', req.url ?? ''))))
    file.on('error', () => res.writeHead(404).end())
    file.pipe(res)
  })
  const mirrorPort = await listen(mirror)
  const machines: TestMachine[] = []
  const machine = async (image = environment('POKOPOKO_FULL'), options: string[] = []): Promise<TestMachine> => {
    const started = await startMachine(engine, image, options)
    machines.push(started)
    return started
  }
  /** Package managers on that machine reach their registries, and mise a mirror of Node. */
  const connect = async (machine: TestMachine) => {
    await machine.exec(['tee', CERTIFICATES], await readFile(CERTIFICATES, 'utf8'))
    const settings = {
      https_proxy: packageProxy,
      NODE_MIRROR: `http://${HOST}:${mirrorPort}/`,
      // Maven reads no variables for proxies, and no certificates but Java's.
      MAVEN_OPTS: `'-Dhttps.proxyHost=${HOST} -Dhttps.proxyPort=${packagesPort} -Dmaven.wagon.http.ssl.insecure=true -Daether.connector.https.securityMode=insecure'`,
      ...Object.fromEntries(CERTIFICATE_SETTINGS.map((name) => [name, CERTIFICATES])),
    }
    const lines = Object.entries(settings).map(([name, value]) => `export ${name}=${value}`)
    await machine.sh('mkdir -p /etc/testsite/environment')
    await machine.exec(['tee', '/etc/testsite/environment/00-mirrors.sh'], `${lines.join('\n')}\n`)
    await machine.sh(`echo 'Acquire::http::Proxy "${packageProxy}";' > /etc/apt/apt.conf.d/99proxy`)
  }
  return {
    engine,
    github,
    codeHost: createLocalCodeHost(github),
    serveGit,
    /** At the same addresses as the repositories. */
    lfs,
    lfsUrl: `http://${HOST}:${port}/`,
    /** Whether GitHub fails whatever is asked of it. */
    setDown: (down: boolean) => {
      isDown = down
    },
    machine,
    /** For apt on a machine. */
    packageProxy,
    connect,
    connectedMachine: async (...order: Parameters<typeof machine>): Promise<TestMachine> => {
      const connected = await machine(...order)
      await connect(connected)
      return connected
    },
    repository: async (name: string, files: Parameters<GitRepository['commit']>[0] = {}): Promise<TestRepository> => {
      const bare = join(repositories, `${name}.git`)
      await mkdir(bare, { recursive: true })
      execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare])
      const work = await makeRepository(join(temporary.path, 'work', name))
      await work.git('remote', 'add', 'origin', `http://127.0.0.1:${port}/git/acme/${name}.git`)
      const push: TestRepository['push'] = async (changes, subject, at) => {
        const commit = await work.commit(changes, subject, at)
        await work.git('push', '--quiet', 'origin', 'HEAD')
        return commit
      }
      if (Object.keys(files).length > 0) await push(files, 'Begin')
      return { ...work, cloneUrl: `http://${HOST}:${port}/git/acme/${name}.git`, push }
    },
    close: async () => {
      await Promise.all(machines.map((machine) => machine.remove()))
      await github.close()
      gitServer.closeAllConnections()
      gitServer.close()
      packages.close()
      mirror.close()
      await temporary.remove()
      assert.deepEqual(faults, [])
    },
  }
}

export type MachineFixture = Awaited<ReturnType<typeof makeMachineFixture>>

/** Until the machine hears of pushes. Not by deliveries: it takes only so many of an address. */
export async function untilListening(machine: Pick<TestMachine, 'sh'>): Promise<void> {
  await eventually(async () => (await machine.sh("ss -Hltn 'sport = :9000'")) !== '', 'its webhook listens')
}

function podman(): [string, ...string[]] {
  const [program, ...words] = environment('POKOPOKO_PODMAN').split(' ')
  assert.ok(program !== undefined)
  return [program, ...words]
}

function environment(name: string): string {
  return process.env[name] ?? assert.fail(`${name} is not set: run these tests with npm run test:machine`)
}

/** The namespace leads nowhere; packages come through a socket file. */
function servePackages(): Server {
  return createTcpServer((socket) => {
    const proxy = connect(environment('POKOPOKO_PACKAGES'))
    socket.pipe(proxy).pipe(socket)
    socket.on('error', () => proxy.destroy())
    proxy.on('error', () => socket.destroy())
  })
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  return portOf(server.address())
}

function portOf(address: string | AddressInfo | null): number {
  assert.ok(address !== null && typeof address === 'object')
  return address.port
}
