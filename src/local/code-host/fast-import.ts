import { SECOND_MS } from '../../site/time.ts'
import type { Instant } from '../../site/time.ts'

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

/** What git-fast-import(1) reads to make these branches; the same input always gives the same commits. */
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
  const signature = `${author.name} <${author.email}> ${Math.floor(at / SECOND_MS)} +0000`
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
