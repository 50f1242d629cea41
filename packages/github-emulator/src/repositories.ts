import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from './git.ts'
import { isThere, undefinedIfMissing } from './json-file.ts'

export interface Repository {
  /** `owner/name` */
  name: string
  directory: string
}

/** A file, directory, link, or submodule, as GitHub's "Get a tree" lists it. */
export interface TreeEntry {
  path: string
  /** `100644`, `100755`, `040000`, `120000` (a link), or `160000` (a submodule). */
  mode: string
  type: string
  sha: string
  /** In bytes, of files and links. */
  size?: number
}

/** The bare repositories at `OWNER/NAME.git` under a directory, also those that people put there. */
export interface Repositories {
  list(): Promise<Repository[]>
  find(name: string): Promise<Repository | undefined>
  /** The newest commit of each branch, by ref, `refs/heads/…`, in alphabetical order. */
  heads(repository: Repository): Promise<Record<string, string>>
  /** The branch that HEAD names; there need not be one yet. */
  defaultBranch(repository: Repository): Promise<string>
  /** All that a commit holds. */
  tree(repository: Repository, commit: string): Promise<TreeEntry[]>
  /** The content of one of its files. */
  blob(repository: Repository, sha: string): Promise<string>
  /** @param id in full */
  hasCommit(repository: Repository, id: string): Promise<boolean>
}

export const HEADS = 'refs/heads/'

/** `owner/name`, as GitHub allows. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/

export function createRepositories(directory: string, git: Git): Repositories {
  const list = async () => {
    const found: Repository[] = []
    for (const owner of await directoriesIn(directory)) {
      for (const entry of await directoriesIn(join(directory, owner))) {
        const name = `${owner}/${entry.replace(/\.git$/, '')}`
        const repository = { name, directory: join(directory, owner, entry) }
        const isOne = entry.endsWith('.git') && NAME.test(name)
        if (isOne && (await isThere(join(repository.directory, 'HEAD')))) found.push(repository)
      }
    }
    return found.toSorted((a, b) => a.name.localeCompare(b.name))
  }
  return {
    list,
    // Found in the list, so that no path is ever made from untrusted input.
    find: async (name) => (await list()).find((repository) => repository.name === name),
    heads: async ({ directory }) => {
      const refs = await git.run(directory, ['for-each-ref', '--format=%(refname) %(objectname)', HEADS])
      const lines = refs.split('\n').filter(Boolean)
      return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
      )
    },
    defaultBranch: async ({ directory }) => {
      const ref = (await git.run(directory, ['symbolic-ref', 'HEAD'])).trim()
      return ref.startsWith(HEADS) ? ref.slice(HEADS.length) : ref
    },
    tree: async ({ directory }, commit) => {
      const listed = await git.run(directory, ['ls-tree', '-r', '-t', '-l', '-z', commit])
      return listed.split('\0').filter(Boolean).map(readTreeLine)
    },
    blob: ({ directory }, sha) => git.run(directory, ['cat-file', 'blob', sha]),
    hasCommit: async ({ directory }, id) => {
      if (!/^[0-9a-f]{40,64}$/.test(id)) return false
      const found = await git.run(directory, ['cat-file', '--batch-check=%(objecttype)'], `${id}\n`)
      return found.trim() === 'commit'
    },
  }
}

/** `MODE TYPE SHA SIZE<tab>PATH` */
function readTreeLine(line: string): TreeEntry {
  const tab = line.indexOf('\t')
  const [mode = '', type = '', sha = '', size = ''] = line.slice(0, tab).split(/ +/)
  return { path: line.slice(tab + 1), mode, type, sha, ...(type === 'blob' && { size: Number(size) }) }
}

async function directoriesIn(path: string): Promise<string[]> {
  const entries = (await undefinedIfMissing(readdir(path, { withFileTypes: true }))) ?? []
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
