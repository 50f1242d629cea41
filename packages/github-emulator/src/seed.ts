import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Instant } from './clock.ts'
import type { Git } from './git.ts'
import { isThere } from './json-file.ts'
import type { Teams } from './teams.ts'

export interface SeedRepository {
  /** `owner/name` */
  name: string
  branches: SeedBranch[]
}

/** What a new GitHub starts with. The default branch is `main`. */
export interface Seed {
  repositories: SeedRepository[]
  teams: Teams
}

/**
 * Creates those that don't exist. Each appears as a whole or not at all, even when the process is killed.
 * @returns the names of those that were created
 */
export async function seedRepositories(
  directory: string,
  seed: readonly SeedRepository[],
  git: Git,
): Promise<string[]> {
  const created: string[] = []
  const unfinished = join(directory, 'unfinished.tmp')
  for (const { name, branches } of seed) {
    const target = join(directory, `${name}.git`)
    if (await isThere(target)) continue
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(dirname(target), { recursive: true })
    await git.run(unfinished, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main'])
    await git.run(unfinished, ['fast-import', '--quiet'], fastImport(branches))
    await rename(unfinished, target)
    created.push(name)
  }
  return created
}

export interface SeedCommit {
  author: { name: string; email: string }
  at: Instant
  message: string
  /** Content by path; added to those of the commits before. */
  files: Record<string, string>
}

export interface SeedBranch {
  name: string
  /** The branch it starts from, listed before it. */
  from?: string
  commits: SeedCommit[]
}

/** Input for git-fast-import(1); the same branches always give the same commits. */
export function fastImport(branches: readonly SeedBranch[]): string {
  return branches
    .flatMap(({ name, from, commits }) =>
      commits.map((commit, index) => {
        const start = index === 0 && from !== undefined ? `from refs/heads/${from}\n` : ''
        return `commit refs/heads/${name}\n${describe(commit)}${start}${filesOf(commit)}\n`
      }),
    )
    .join('')
}

function describe({ author, at, message }: SeedCommit): string {
  const signature = `${author.name} <${author.email}> ${Math.floor(at / 1000)} +0000`
  return `author ${signature}\ncommitter ${signature}\n${data(`${message}\n`)}`
}

function filesOf({ files }: SeedCommit): string {
  return Object.entries(files)
    .map(([path, content]) => `M 100644 inline ${path}\n${data(content)}`)
    .join('')
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}
