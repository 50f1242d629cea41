import { type RepositoryFiles, DETECTION_FILES } from '../site/stack.ts'

/** An entry of a git tree. Links and submodules are `other`. */
export interface TreeEntry {
  path: string
  kind: 'file' | 'directory' | 'other'
  /** Git's object id. */
  id: string
  /** In bytes, of a file. */
  size?: number
}

/** An entry as GitHub lists it ("Get a tree"). */
interface ListedEntry {
  path: string
  mode: string
  type: string
  sha: string
  size?: number
}

/** Git's mode of a symbolic link. */
const LINK = '120000'

export function treeEntryOf({ path, mode, type, sha: id, size }: ListedEntry): TreeEntry {
  const kind = type === 'tree' ? 'directory' : type === 'blob' && mode !== LINK ? 'file' : 'other'
  return { path, kind, id, ...(size !== undefined && { size }) }
}

/** How many files are read at most, since each costs a call of GitHub. */
const MAX_READ = 4
/** Larger files are ignored, as on the machine (`instance/lib/stack.sh`). */
const MAX_BYTES = 1_000_000

/**
 * What `detectStack` reads of the app in `directory` ('' for the top); undefined when there is no such directory.
 * @param read gives the text of the file with that id
 */
export async function repositoryFiles(
  entries: readonly TreeEntry[],
  directory: string,
  read: (id: string) => Promise<string>,
): Promise<RepositoryFiles | undefined> {
  const top = directory === '' ? '' : `${directory}/`
  const isThere = top === '' || entries.some(({ path, kind }) => path === directory && kind === 'directory')
  if (!isThere) return undefined
  const inside = entries.flatMap((entry) =>
    entry.path.startsWith(top) && entry.kind !== 'other' ? { ...entry, path: entry.path.slice(top.length) } : [],
  )
  const readable = DETECTION_FILES.flatMap((name) =>
    inside.filter(({ path, kind, size = 0 }) => path === name && kind === 'file' && size <= MAX_BYTES),
  ).slice(0, MAX_READ)
  const files = await Promise.all(readable.map(async ({ path, id }) => [path, await read(id)] as const))
  return {
    paths: inside.map(({ path, kind }) => (kind === 'directory' ? `${path}/` : path)),
    files: Object.fromEntries(files),
  }
}
