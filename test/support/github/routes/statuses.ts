import * as z from 'zod'
import { failed, invalid } from '../answer.ts'
import { setStatuses } from '../needs.ts'
import { onRepository, type Route } from '../route.ts'

/** "Create a commit status". */
const MAX_PER_CONTEXT = 1000
const MAX_DESCRIPTION = 140

const body = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().min(1).default('default'),
  description: z.string().nullish(),
  target_url: z.url({ protocol: /^https?$/ }).nullish(),
})

export const statusRoutes: Route[] = [
  {
    method: 'POST',
    path: '/repos/:owner/:repo/statuses/:sha',
    needs: setStatuses,
    answer: onRepository((repository, { params, body: sent }) => {
      if (repository.archived) return failed(403, 'Repository was archived so is read-only.')
      const { sha = '' } = params
      if (!repository.commits.includes(sha)) return failed(422, `No commit found for SHA: ${sha}`)
      const asked = body.safeParse(sent)
      if (!asked.success) return wrong(String(asked.error.issues[0]?.path[0]), 'is not valid')
      const { state, context, description, target_url: targetUrl } = asked.data
      const text = description ?? ''
      if ([...text].length > MAX_DESCRIPTION) {
        return wrong('description', `is too long (maximum is ${MAX_DESCRIPTION} characters)`)
      }
      if (/[\u{10000}-\u{10FFFF}]/u.test(text + context)) return wrong('description', "doesn't accept 4-byte Unicode")
      const before = repository.statuses.filter((status) => status.sha === sha && status.context === context)
      if (before.length >= MAX_PER_CONTEXT) {
        const message = 'This SHA and context has reached the maximum number of statuses.'
        return invalid({ resource: 'Status', code: 'custom', message })
      }
      const made = { sha, state, context, description: text, targetUrl: targetUrl ?? '' }
      repository.statuses.push(made)
      return { status: 201, body: { ...made, target_url: made.targetUrl } }
    }),
  },
]

function wrong(field: string, message: string) {
  return invalid({ resource: 'Status', code: 'custom', field, message: `${field} ${message}` })
}
