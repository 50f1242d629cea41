import type { Octokit } from '@octokit/rest'
import type { CodeHost } from '../control/code-host.ts'
import type { GithubAuth } from './client.ts'
import { forbiddenIfMissing, unlessMissing } from './errors.ts'
import type { Creating, RepositoryPath } from './repositories.ts'
import { allPages } from './pages.ts'

interface CommentDeps extends Creating {
  auth: GithubAuth
  /** Tells our comment from another deployment's. */
  siteDomain?: string | undefined
}

/**
 * One comment on the pull request (for GitHub, on its issue), found by a hidden mark and by its author, since anybody can copy the
 * mark. The call that creates it isn't retried; the next attempt looks for it first.
 */
export function createComment({ github, atRepository, count, auth, siteDomain }: CommentDeps): CodeHost['comment'] {
  const mark = `<!-- pokopoko ${siteDomain ?? ''} -->`
  return async (repository, issue_number, text, known) => {
    if (known === undefined) await count('other')
    const { patient } = await github()
    const body = `${text}\n\n${mark}`
    const put = async (path: RepositoryPath) => {
      if (known !== undefined && (await edit(patient, path, known, body))) return known
      const issue = { ...path, issue_number }
      const comments = await allPages((page) =>
        patient.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...issue, ...page }),
      )
      const isMine = await authorship(patient, auth)
      const mine = comments.find((comment) => comment.body?.includes(mark) === true && isMine(comment))
      if (mine !== undefined && (await edit(patient, path, String(mine.id), body))) return String(mine.id)
      const wanted = { ...issue, body, request: { retries: 0 } }
      const { data } = await patient.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', wanted)
      return String(data.id)
    }
    return atRepository(patient, repository, ({ path }) => forbiddenIfMissing(put(path)))
  }
}

/** False when somebody has deleted it. */
async function edit(octokit: Octokit, path: RepositoryPath, id: string, body: string): Promise<boolean> {
  const change = octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...path,
    comment_id: Number(id),
    body,
  })
  return (await unlessMissing(change)) !== undefined
}

interface Written {
  user?: { id: number | bigint } | null | undefined
  performed_via_github_app?: { id: number | bigint } | null | undefined
}

/** By the App, or by the token's owner. */
async function authorship(octokit: Octokit, auth: GithubAuth): Promise<(comment: Written) => boolean> {
  if (!('token' in auth)) return (comment) => String(comment.performed_via_github_app?.id) === auth.appId
  const { data } = await octokit.request('GET /user')
  return ({ user }) => user?.id === data.id
}
