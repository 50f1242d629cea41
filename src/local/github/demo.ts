import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Seed } from '@pokopoko/github-emulator'
import { makeOpensshKeyPair } from '../../openssh-key.ts'
import type { Instant } from '../../site/time.ts'

const FILES = fileURLToPath(new URL('../../../demo', import.meta.url))
const AKI = { name: 'Aki Mori', email: 'aki@acme.example' }
const NADIA = { name: 'Nadia Brandt', email: 'nadia@acme.example' }
const MONDAY = Date.parse('2026-03-02T09:30:00Z')
const TUESDAY = Date.parse('2026-03-03T14:10:00Z')

/** Repositories to try things with: files as they are, a Node app with a database, and PHP; their files are in the top-level `demo/`. */
export async function readDemo(): Promise<Seed> {
  const main = async (directory: string, message: string) => ({
    name: 'main',
    commits: [await commit(directory, NADIA, MONDAY, message)],
  })
  const branch = async (name: string, directory: string, message: string) => ({
    name,
    from: 'main',
    commits: [await commit(directory, AKI, TUESDAY, message)],
  })
  return {
    repositories: [
      {
        name: 'acme/website',
        branches: [
          await main('website', 'Open the garden'),
          await branch('feature/spring-sale', 'website-spring-sale', 'Announce the spring sale'),
        ],
      },
      {
        name: 'acme/shop-api',
        branches: [
          await main('shop-api', 'List the plants'),
          await branch('develop', 'shop-api-develop', 'Tell the opening hours'),
        ],
      },
      { name: 'acme/guestbook', branches: [await main('guestbook', 'Ask what people grow')] },
      { name: 'acme/calendar', branches: [await main('calendar', 'List what is on')] },
    ],
    teams: await makeTeams({ 'web-team': ['aki', 'nadia', 'tom'], design: ['nadia', 'yuki'] }),
  }
}

async function makeTeams(logins: Record<string, string[]>): Promise<Seed['teams']> {
  const keys = new Map<string, string>()
  for (const login of new Set(Object.values(logins).flat())) {
    // The private key is discarded, so nobody can log in with it.
    keys.set(login, (await makeOpensshKeyPair(`${login}@laptop`)).publicKey)
  }
  const member = (login: string) => ({ login, publicKeys: [keys.get(login) ?? ''] })
  return Object.fromEntries(Object.entries(logins).map(([slug, team]) => [slug, team.map(member)]))
}

async function commit(directory: string, author: typeof AKI, at: Instant, message: string) {
  return { author, at, message, files: await readFiles(join(FILES, directory)) }
}

/** By path from the directory, sorted, so that the commits are the same everywhere. */
async function readFiles(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = paths.toSorted().map(async (path) => {
    const name = relative(directory, path).split(sep).join('/')
    return [name, await readFile(path, 'utf8')] as const
  })
  return Object.fromEntries(await Promise.all(read))
}
