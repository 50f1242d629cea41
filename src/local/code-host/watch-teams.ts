import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import pLimit from 'p-limit'
import { type TeamChange, teamChanges } from './team-changes.ts'
import type { Teams } from './teams.ts'

interface WatchTeamsDeps {
  /** Of the teams' file, which is there. */
  path: string
  read(): Promise<Teams>
  onChange(change: TeamChange): void
  /** Told, among others, of a file that cannot be understood. */
  report(error: unknown): void
}

/** Editors write a file in several steps. */
const SETTLE_MS = 100

/** Watches what people write into the teams' file, until it is closed. */
export async function watchTeams({ path, read, onChange, report }: WatchTeamsDeps): Promise<{ close(): void }> {
  let known = await read()
  const queue = pLimit(1)
  const compare = async () => {
    const now = await read()
    for (const change of teamChanges(known, now)) onChange(change)
    known = now
  }
  let timer: NodeJS.Timeout | undefined
  // The directory, since many editors put another file in the place of the old one.
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
