import { type RepositoryFiles, TELLING_FILES } from '../site/stack.ts'

/** One of everything that a commit holds. Links and submodules are `other`. */
export interface TreeEntry {
  path: string
  kind: 'file' | 'directory' | 'other'
  /** Git's id of what it holds. */
  id: string
  /** In bytes, of a file. */
  size?: number
}

/** As GitHub lists them ("Get a tree"). */
interface ListedEntry {
  path: string
  mode: string
  type: string
  sha: string
  size?: number
}

const LINK = '120000'

export function treeEntryOf({ path, mode, type, sha: id, size }: ListedEntry): TreeEntry {
  const kind = type === 'tree' ? 'directory' : type === 'blob' && mode !== LINK ? 'file' : 'other'
  return { path, kind, id, ...(size !== undefined && { size }) }
}

/** As many files are read at most, which is enough for any repository but a museum. */
const MAX_READ = 4
/** Larger ones tell nothing, as on the machine (`instance/lib/stack.sh`). */
const MAX_BYTES = 1_000_000

/**
 * What `detectStack` needs to know of the app in `directory` ('' for the top); undefined when there is no such directory.
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
  const telling = TELLING_FILES.flatMap((name) =>
    inside.filter(({ path, kind, size = 0 }) => path === name && kind === 'file' && size <= MAX_BYTES),
  ).slice(0, MAX_READ)
  const files = await Promise.all(telling.map(async ({ path, id }) => [path, await read(id)] as const))
  return {
    paths: inside.map(({ path, kind }) => (kind === 'directory' ? `${path}/` : path)),
    files: Object.fromEntries(files),
  }
}
