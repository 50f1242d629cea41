import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isThere } from '../json-file.ts'
import { fastImport, type SeedBranch } from './fast-import.ts'
import type { Git } from './git.ts'

export interface SeedRepository {
  /** `owner/name` */
  name: string
  branches: SeedBranch[]
}

/** What a new code host holds. The default branch is `main`. */
export interface Seed {
  repositories: SeedRepository[]
  /** Logins by the team's slug. */
  teams: Record<string, string[]>
}

/** Makes those that are not there yet. Each appears whole or not at all, also when the program is killed meanwhile. */
export async function seedRepositories(directory: string, seed: readonly SeedRepository[], git: Git): Promise<void> {
  const unfinished = join(directory, 'unfinished.tmp')
  for (const { name, branches } of seed) {
    const target = join(directory, `${name}.git`)
    if (await isThere(target)) continue
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(dirname(target), { recursive: true })
    await git.run(unfinished, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main'])
    await git.run(unfinished, ['fast-import', '--quiet'], fastImport(branches))
    await rename(unfinished, target)
  }
}
