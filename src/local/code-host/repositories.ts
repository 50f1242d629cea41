import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { undefinedIf } from '../../site/errors.ts'
import { isNotFound, isThere } from '../json-file.ts'
import type { Git } from './git.ts'
import { isBranchName, isRepositoryName } from '../../site/source-names.ts'

export interface Repository {
  /** `owner/name` */
  name: string
  directory: string
}

/** The bare repositories at `OWNER/NAME.git` under a directory, also those that people put there. */
export interface Repositories {
  list(): Promise<Repository[]>
  find(name: string): Promise<Repository | undefined>
  /** Names of its branches, by alphabet. */
  branches(repository: Repository): Promise<string[]>
  /** The newest commit of each branch, by ref: `refs/heads/…`. */
  heads(repository: Repository): Promise<Record<string, string>>
  /** The branch that HEAD names; there need not be one yet. */
  defaultBranch(repository: Repository): Promise<string>
  /** @param id in full */
  hasCommit(repository: Repository, id: string): Promise<boolean>
}

const HEADS = 'refs/heads/'

export function createRepositories(directory: string, git: Git): Repositories {
  const list = async () => {
    const found: Repository[] = []
    for (const owner of await directoriesIn(directory)) {
      for (const entry of await directoriesIn(join(directory, owner))) {
        const name = `${owner}/${entry.replace(/\.git$/, '')}`
        const repository = { name, directory: join(directory, owner, entry) }
        const isOne = entry.endsWith('.git') && isRepositoryName(name)
        if (isOne && (await isThere(join(repository.directory, 'HEAD')))) found.push(repository)
      }
    }
    return found.toSorted((a, b) => a.name.localeCompare(b.name))
  }
  return {
    list,
    // Found in the list, so that no path is ever made from untrusted input.
    find: async (name) => (await list()).find((repository) => repository.name === name),
    branches: async ({ directory }) => {
      const refs = await git.run(directory, ['for-each-ref', '--format=%(refname)', HEADS])
      return refs.split('\n').filter(Boolean).map(withoutHeads).filter(isBranchName)
    },
    heads: async ({ directory }) => {
      const refs = await git.run(directory, ['for-each-ref', '--format=%(refname) %(objectname)', HEADS])
      const lines = refs.split('\n').filter(Boolean)
      return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
      )
    },
    defaultBranch: async ({ directory }) => {
      const ref = await git.run(directory, ['symbolic-ref', 'HEAD'])
      return withoutHeads(ref.trim())
    },
    hasCommit: async ({ directory }, id) => {
      if (!/^[0-9a-f]{40,64}$/.test(id)) return false
      const found = await git.run(directory, ['cat-file', '--batch-check=%(objecttype)'], `${id}\n`)
      return found.trim() === 'commit'
    },
  }
}

function withoutHeads(ref: string): string {
  return ref.startsWith(HEADS) ? ref.slice(HEADS.length) : ref
}

async function directoriesIn(path: string): Promise<string[]> {
  const entries = (await undefinedIf(isNotFound, readdir(path, { withFileTypes: true }))) ?? []
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
