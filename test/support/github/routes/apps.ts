import { giveToken } from '../access.ts'
import { failed, notFound } from '../answer.ts'
import type { Route } from '../route.ts'

export const appRoutes: Route[] = [
  {
    method: 'POST',
    path: '/app/installations/:id/access_tokens',
    needs: 'app',
    answer: ({ state, params, now }) => {
      const { app } = state
      if (app.state === 'gone' || Number(params['id']) !== app.installationId) return notFound
      if (app.state === 'suspended') return failed(403, 'This installation has been suspended')
      const { token, expiresAt } = giveToken(state, now)
      const body = { token, expires_at: expiresAt, permissions: app.permissions, repository_selection: 'all' }
      return { status: 201, body }
    },
  },
]
