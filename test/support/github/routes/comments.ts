import * as z from 'zod'
import { failed, invalid, notFound } from '../answer.ts'
import { type Caller, onRepository, type Route } from '../route.ts'
import { pullComments } from '../needs.ts'
import { PERSON } from '../personal-token.ts'
import type { FakeComment, FakeState } from '../state.ts'

const path = '/repos/:owner/:repo/issues/:number/comments'
/** MySQL's limit, which GitHub tells of. */
const MAX_BODY = 65_536
const sent = z.object({ body: z.string() })
const TOO_LONG = invalid({
  resource: 'IssueComment',
  code: 'unprocessable',
  field: 'body',
  message: `body is too long (maximum is ${MAX_BODY} characters)`,
})
const LOCKED = failed(403, 'Unable to create comment because issue is locked.')
const ARCHIVED = failed(403, 'Repository was archived so is read-only.')

export const commentRoutes: Route[] = [
  {
    method: 'GET',
    path,
    needs: pullComments('read'),
    answer: onRepository(({ pulls: known, comments }, { params, state }) => {
      const number = Number(params['number'])
      if (!known.includes(number)) return notFound
      return { items: comments.filter((one) => one.pull === number).map((one) => shown(one, state)) }
    }),
  },
  {
    method: 'POST',
    path,
    needs: pullComments('write'),
    answer: onRepository((repository, { params, body, state, caller }) => {
      const pull = Number(params['number'])
      if (repository.archived) return ARCHIVED
      if (!repository.pulls.includes(pull)) return notFound
      if (repository.lockedPulls.includes(pull)) return LOCKED
      const asked = sent.safeParse(body)
      if (!asked.success || asked.data.body.trim() === '')
        return invalid({ resource: 'IssueComment', code: 'missing_field', field: 'body' })
      if (asked.data.body.length > MAX_BODY) return TOO_LONG
      const made = { id: state.nextId(), pull, body: asked.data.body, by: writer(caller) }
      repository.comments.push(made)
      return { status: 201, body: shown(made, state) }
    }),
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/issues/comments/:id',
    needs: pullComments('write'),
    answer: onRepository((repository, { params, body, state }) => {
      const comment = repository.comments.find(({ id }) => String(id) === params['id'])
      if (comment === undefined) return notFound
      if (repository.archived) return ARCHIVED
      const asked = sent.safeParse(body)
      if (!asked.success) return invalid({ resource: 'IssueComment', code: 'missing_field', field: 'body' })
      if (asked.data.body.length > MAX_BODY) return TOO_LONG
      comment.body = asked.data.body
      return { status: 200, body: shown(comment, state) }
    }),
  },
  {
    method: 'GET',
    path: '/user',
    answer: ({ caller }) =>
      caller.kind === 'person'
        ? { status: 200, body: { ...PERSON, type: 'User' } }
        : failed(403, 'Resource not accessible by integration'),
  },
]

function writer(caller: Caller): FakeComment['by'] {
  return caller.kind === 'installation' ? 'app' : 'person'
}

function shown({ id, body, by }: FakeComment, { app }: FakeState) {
  const user = {
    app: { id: 41, login: 'pokopoko[bot]' },
    person: PERSON,
    somebody: { id: 42, login: 'somebody' },
  }[by]
  return { id, body, user, performed_via_github_app: by === 'app' ? { id: Number(app.id), slug: 'pokopoko' } : null }
}
