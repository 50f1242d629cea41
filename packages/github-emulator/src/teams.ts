import * as z from 'zod'
import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import pLimit from 'p-limit'
import { readJsonFile, writeJsonFile } from './json-file.ts'

const memberSchema = z.object({
  login: z.string().min(1),
  /** OpenSSH format, as in an authorized_keys file. */
  publicKeys: z.array(z.string().regex(/^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}( [^\n]*)?$/)),
})

const teamsSchema = z.record(z.string(), z.array(memberSchema))

export type Member = z.infer<typeof memberSchema>

/** Members by the team's slug. */
export type Teams = z.infer<typeof teamsSchema>

/** The teams, in a file that is created at first use. It's read each time, so that people can edit it. */
export async function openTeams(path: string, seed: Teams): Promise<() => Promise<Teams>> {
  const read = () => readJsonFile(path, teamsSchema)
  if ((await read()) === undefined) await writeJsonFile(path, seed)
  return async () => (await read()) ?? {}
}

interface WatchTeamsDeps {
  /** Of the teams' file, which exists. */
  path: string
  read(): Promise<Teams>
  onChange(change: TeamChange): void
  /** Gets, among others, the error for a file that can't be parsed. */
  onError(error: unknown): void
}

/** Editors write a file in several steps. */
const SETTLE_MS = 100

/** Watches the teams' file for changes, until it's closed. */
export async function watchTeams({ path, read, onChange, onError }: WatchTeamsDeps): Promise<{ close(): void }> {
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
    timer = setTimeout(() => void queue(compare).catch(onError), SETTLE_MS).unref()
  })
  watcher.on('error', onError)
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

/** GitHub's payload when somebody joins or leaves a team, with the parts used here ("Webhook events and payloads", membership). */
export function membershipPayload(organization: string, { action, team, login }: TeamChange) {
  return {
    action,
    scope: 'team',
    member: { login, type: 'User' },
    team: { name: team, slug: team, parent: null },
    organization: { login: organization },
  }
}
