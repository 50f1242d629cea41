import { failed } from '../answer.ts'
import { contents } from '../needs.ts'
import { onRepository, type Route } from '../route.ts'
import { type FakeRepository, headOf } from '../state.ts'

const SHA = /^application\/vnd\.github(?:\.v3)?\.sha$/

/** "Get a commit". */
export const commitRoutes: Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/commits/:ref+',
    needs: contents,
    answer: onRepository((repository, { params, accept }) => {
      const { ref = '' } = params
      if (repository.branches.length === 0) return failed(409, 'Git Repository is empty.')
      const sha = commitAt(repository, ref)
      if (sha === undefined) return failed(422, `No commit found for SHA: ${ref}`)
      if (!SHA.test(accept)) return { status: 200, body: { sha, node_id: '', commit: {}, url: '', parents: [] } }
      const headers = { etag: `"${sha}"`, 'content-type': 'application/vnd.github.sha; charset=utf-8' }
      return { status: 200, text: sha, headers }
    }),
  },
]

/** As git-rev-parse(1) has it: of a tag and a branch of one name the tag is taken. */
function commitAt(repository: FakeRepository, ref: string): string | undefined {
  const [, kind, name = ''] = /^(heads|tags)\/(.+)$/.exec(ref) ?? []
  if (kind === 'heads') return headOf(repository, name)
  if (kind === 'tags') return repository.tags.get(name)
  return repository.tags.get(ref) ?? headOf(repository, ref) ?? repository.commits.find((commit) => commit === ref)
}
