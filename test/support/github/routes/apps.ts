import { giveToken } from '../access.ts'
import * as z from 'zod'
import { failed, invalid, notFound } from '../answer.ts'
import type { Route } from '../route.ts'

/** "Create an installation access token for an app": repositories by their names, without the owner. */
const wanted = z.object({
  repositories: z.array(z.string()).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
})

export const appRoutes: Route[] = [
  {
    method: 'POST',
    path: '/app/installations/:id/access_tokens',
    needs: 'app',
    answer: ({ state, params, body, now }) => {
      const { app } = state
      if (app.state === 'gone' || Number(params['id']) !== app.installationId) return notFound
      if (app.state === 'suspended') return failed(403, 'This installation has been suspended')
      const { repositories, permissions = app.permissions } = wanted.parse(body ?? {})
      const isThere = (name: string) => state.repositories.some((one) => one.owner === state.org && one.name === name)
      if (repositories?.every(isThere) === false)
        return invalid({
          resource: 'Installation',
          code: 'invalid',
          message: 'There is at least one repository that does not exist',
        })
      const isGranted = Object.entries(permissions).every(([name, level]) => {
        const granted = Object.entries(app.permissions).find(([one]) => one === name)?.[1]
        return granted === 'write' || granted === level
      })
      if (!isGranted) return failed(422, 'The permissions requested are not granted to this installation.')
      const { token, expiresAt } = giveToken(state, now, { repositories, permissions })
      const given = { token, expires_at: expiresAt, permissions }
      if (repositories === undefined) return { status: 201, body: { ...given, repository_selection: 'all' } }
      const selected = repositories.map((name) => ({ full_name: `${state.org}/${name}` }))
      return { status: 201, body: { ...given, repository_selection: 'selected', repositories: selected } }
    },
  },
]
