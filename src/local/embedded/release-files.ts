import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { repositoryFiles, type TreeEntry } from '../../control/repository-files.ts'
import type { RepositoryFiles } from '../../site/stack.ts'

/** What a release holds in that directory, for `detectStack`; undefined when there is no such directory. */
export async function releaseFiles(releasePath: string, directory: string): Promise<RepositoryFiles | undefined> {
  const found = await readdir(releasePath, { recursive: true, withFileTypes: true })
  const entries = found.map((entry): TreeEntry => {
    const path = relative(releasePath, join(entry.parentPath, entry.name)).split(sep).join('/')
    return { path, kind: entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'other', id: path }
  })
  return repositoryFiles(entries, directory, (path) => readFile(join(releasePath, path), 'utf8'))
}
