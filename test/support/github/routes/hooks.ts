import * as z from 'zod'
import { type Answer, failed, invalid, notFound } from '../answer.ts'
import { hooks } from '../needs.ts'
import { onRepository, type Route } from '../route.ts'
import type { FakeHook, FakeRepository } from '../state.ts'

const path = '/repos/:owner/:repo/hooks'
/** "Creating webhooks". */
const MAX_PER_EVENT = 20

const config = z.object({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().optional(),
  content_type: z.enum(['json', 'form']).default('form'),
  insecure_ssl: z
    .enum(['0', '1'])
    .or(z.literal([0, 1]).transform((flag) => (flag === 0 ? '0' : '1')))
    .default('0'),
})
const events = z.array(z.enum(['push', 'pull_request', 'ping', '*'])).min(1)
const postBody = z.object({
  name: z.literal('web').optional(),
  config,
  events: events.default(['push']),
  active: z.boolean().default(true),
})
const patchBody = z.object({ config: config.optional(), events: events.optional(), active: z.boolean().optional() })

const ARCHIVED = failed(403, 'Repository was archived so is read-only.')
const WRONG = invalid({ resource: 'Hook', code: 'custom', message: 'Validation failed' })

export const hookRoutes: Route[] = [
  {
    method: 'GET',
    path,
    needs: hooks('read'),
    answer: onRepository((repository) => ({ items: repository.hooks.map(shown) })),
  },
  {
    method: 'POST',
    path,
    needs: hooks('write'),
    answer: onRepository((repository, ask) => {
      if (repository.archived) return ARCHIVED
      const asked = postBody.safeParse(ask.body)
      if (!asked.success) return WRONG
      const { config: wanted, events: subscribed, active } = asked.data
      const refusal = refuse(repository, wanted.url, subscribed)
      if (refusal !== undefined) return refusal
      const made = { id: ask.state.nextId(), events: subscribed, active, ...stored(wanted) }
      repository.hooks.push(made)
      return { status: 201, body: shown(made) }
    }),
  },
  {
    method: 'PATCH',
    path: `${path}/:id`,
    needs: hooks('write'),
    answer: onRepository((repository, ask) => {
      const hook = repository.hooks.find(({ id }) => String(id) === ask.params['id'])
      if (hook === undefined) return notFound
      if (repository.archived) return ARCHIVED
      const asked = patchBody.safeParse(ask.body)
      if (!asked.success) return WRONG
      // A configuration replaces the one before as a whole: without a secret, there is none any more.
      const { config: wanted, events: subscribed, active } = asked.data
      Object.assign(
        hook,
        wanted && stored(wanted),
        subscribed && { events: subscribed },
        active !== undefined && { active },
      )
      return { status: 200, body: shown(hook) }
    }),
  },
  {
    method: 'DELETE',
    path: `${path}/:id`,
    needs: hooks('write'),
    answer: onRepository((repository, { params }) => {
      if (repository.archived) return ARCHIVED
      const index = repository.hooks.findIndex(({ id }) => String(id) === params['id'])
      if (index === -1) return notFound
      repository.hooks.splice(index, 1)
      return { status: 204 }
    }),
  },
]

function refuse(repository: FakeRepository, url: string, wanted: string[]): Answer | undefined {
  const because = (message: string) => invalid({ resource: 'Hook', code: 'custom', message })
  if (repository.hooks.some((hook) => hook.url === url)) return because('Hook already exists on this repository')
  const full = wanted.find(
    (event) => repository.hooks.filter((hook) => hook.events.includes(event)).length >= MAX_PER_EVENT,
  )
  return full === undefined ? undefined : because(`The "${full}" event cannot have more than ${MAX_PER_EVENT} hooks`)
}

function stored({ url, secret, content_type: contentType, insecure_ssl: insecureSsl }: z.infer<typeof config>) {
  return { url, secret, contentType, insecureSsl }
}

function shown({ id, url, secret, contentType, insecureSsl, events: subscribed, active }: FakeHook) {
  const shownConfig = {
    url,
    content_type: contentType,
    insecure_ssl: insecureSsl,
    ...(secret !== undefined && { secret: '********' }),
  }
  return { type: 'Repository', id, name: 'web', active, events: subscribed, config: shownConfig }
}
