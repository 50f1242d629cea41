import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import '../quick-yields.ts'
import { publicKeyOf } from './access.ts'
import { createFakeGithub, type FakeGithub } from './fake-github.ts'
import type { Permissions } from './permissions.ts'
import type { GithubSeed } from './state.ts'

export interface StartOptions extends Omit<GithubSeed, 'app'> {
  /** Any free one unless given. */
  port?: number
  /** The App's private key in PEM; a new one unless given. */
  privateKey?: string
  permissions?: Permissions
}

export interface StartedGithub {
  github: FakeGithub
  /** For GITHUB_API_URL. */
  url: string
  app: { appId: string; privateKey: string; installationId: number }
  close(): Promise<void>
}

const APP_ID = '4711'
const INSTALLATION_ID = 815

/** The fake on a port of the loopback address, with an App installed. Serves a process of its own as well as a test. */
export async function startFakeGithub({
  port = 0,
  privateKey,
  permissions,
  ...seed
}: StartOptions): Promise<StartedGithub> {
  const pem = privateKey ?? makeAppKey()
  const github = createFakeGithub({
    ...seed,
    app: {
      id: APP_ID,
      publicKey: publicKeyOf(pem),
      installationId: INSTALLATION_ID,
      ...(permissions && { permissions }),
    },
  })
  const server = createServer((req, res) => {
    github.handle(req, res).catch((error: unknown) => res.destroy(error instanceof Error ? error : undefined))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    github,
    url: `http://127.0.0.1:${address.port}`,
    app: { appId: APP_ID, privateKey: pem, installationId: INSTALLATION_ID },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

let appKey: string | undefined

/** One for all, since making one takes long; in PKCS#1, as GitHub hands them out. */
function makeAppKey(): string {
  appKey ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
  return appKey
}
