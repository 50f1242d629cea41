import { createHash } from 'node:crypto'
import { failed, notFound } from '../answer.ts'
import { contents } from '../needs.ts'
import { onRepository, type Route } from '../route.ts'
import { headOf } from '../state.ts'

/** The most entries of one answer; GitHub's own limit is 100,000. */
const MAX_ENTRIES = 20

/** "Get a tree" and "Get a blob". A content that begins with `-> ` is a link's. */
export const treeRoutes: Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/trees/:tree',
    needs: contents,
    answer: onRepository((repository, { params, query }) => {
      if (repository.branches.length === 0) return failed(409, 'Git Repository is empty.')
      const sha = headOf(repository, params['tree'] ?? '')
      if (sha === undefined) return notFound
      const paths = [...repository.files.keys()]
      const directories = [...new Set(paths.flatMap(parentsOf))]
      const entries = [
        ...directories.map((path) => ({ path, mode: '040000', type: 'tree', sha: idOf(path) })),
        ...[...repository.files].map(([path, text]) => ({ path, ...blob(text) })),
      ]
      const tree = query.get('recursive') === null ? entries.filter(({ path }) => !path.includes('/')) : entries
      const truncated = tree.length > MAX_ENTRIES
      return { status: 200, body: { sha, url: '', tree: tree.slice(0, MAX_ENTRIES), truncated } }
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/blobs/:id',
    needs: contents,
    answer: onRepository((repository, { params }) => {
      const text = [...repository.files.values()].find((one) => idOf(one) === params['id'])
      if (text === undefined) return notFound
      const content = Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n')
      return { status: 200, body: { sha: idOf(text), size: Buffer.byteLength(text), content, encoding: 'base64' } }
    }),
  },
]

function blob(text: string) {
  const mode = text.startsWith('-> ') ? '120000' : '100644'
  return { mode, type: 'blob', sha: idOf(text), size: Buffer.byteLength(text) }
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function idOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
