import * as z from 'zod'
import { linuxUserFor } from '../../site/linux-user.ts'
import { makeOpensshKeyPair } from '../../openssh-key.ts'
import { createJsonFile } from '../json-file.ts'
import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import pLimit from 'p-limit'

const memberSchema = z.object({
  login: z.string().min(1),
  user: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/),
  /** OpenSSH format, as in an authorized_keys file. */
  publicKeys: z.array(z.string().regex(/^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}( [^\n]*)?$/)),
})

const teamsSchema = z.record(z.string(), z.array(memberSchema))

/** Members by the team's slug. */
export type Teams = z.infer<typeof teamsSchema>

/**
 * The teams, in a file that is created at first use. It's read each time, so that people can add their own public keys.
 * @param seed logins by the team's slug
 */
export async function openTeams(path: string, seed: Record<string, string[]>): Promise<() => Promise<Teams>> {
  const file = createJsonFile(path, teamsSchema)
  if ((await file.read()) === undefined) await file.write(await makeTeams(seed))
  return async () => (await file.read()) ?? {}
}

async function makeTeams(seed: Record<string, string[]>): Promise<Teams> {
  const keys = new Map<string, string>()
  for (const login of new Set(Object.values(seed).flat())) {
    // The private key is discarded, so nobody can log in with it.
    keys.set(login, (await makeOpensshKeyPair(`${login}@laptop`)).publicKey)
  }
  const member = (login: string) => ({ login, user: linuxUserFor(login), publicKeys: [keys.get(login) ?? ''] })
  return Object.fromEntries(Object.entries(seed).map(([slug, logins]) => [slug, logins.map(member)]))
}

interface WatchTeamsDeps {
  /** Of the teams' file, which exists. */
  path: string
  read(): Promise<Teams>
  onChange(change: TeamChange): void
  /** Gets, among others, the error for a file that can't be parsed. */
  report(error: unknown): void
}

/** Editors write a file in several steps. */
const SETTLE_MS = 100

/** Watches the teams' file for changes, until it's closed. */
export async function watchTeams({ path, read, onChange, report }: WatchTeamsDeps): Promise<{ close(): void }> {
  let known = await read()
  const queue = pLimit(1)
  const compare = async () => {
    const now = await read()
    for (const change of teamChanges(known, now)) onChange(change)
    known = now
  }
  let timer: NodeJS.Timeout | undefined
  // The directory, since many editors replace the file.
  const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
    if (name !== basename(path)) return
    clearTimeout(timer)
    timer = setTimeout(() => void queue(compare).catch(report), SETTLE_MS).unref()
  })
  watcher.on('error', report)
  return {
    close: () => {
      clearTimeout(timer)
      watcher.close()
    },
  }
}

export interface TeamChange {
  action: 'added' | 'removed'
  /** The team's slug. */
  team: string
  login: string
}

/** Who joined a team, and who left it. */
export function teamChanges(before: Teams, after: Teams): TeamChange[] {
  const slugs = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...slugs].flatMap((team) => {
    const then = loginsOf(before, team)
    const now = loginsOf(after, team)
    const added = now.filter((login) => !then.includes(login))
    const removed = then.filter((login) => !now.includes(login))
    return [
      ...removed.map((login) => ({ action: 'removed' as const, team, login })),
      ...added.map((login) => ({ action: 'added' as const, team, login })),
    ]
  })
}

function loginsOf(teams: Teams, slug: string): string[] {
  return (teams[slug] ?? []).map(({ login }) => login)
}

/** The organization of the local code host, whose App gets the events. */
export const LOCAL_ORG = 'local'

/** GitHub's payload when somebody joins or leaves a team, with the parts used here ("Webhook events and payloads", membership). */
export function membershipPayload({ action, team, login }: TeamChange) {
  return {
    action,
    scope: 'team',
    member: { login, type: 'User' },
    team: { name: team, slug: team, parent: null },
    organization: { login: LOCAL_ORG },
  }
}
