import * as z from 'zod'
import type { Parts } from '../parts.ts'
import { workspaceUrl } from '../state.ts'
import { defineMethod, type Method } from './method.ts'

export function authTest({ app, state, organization }: Parts): Method {
  const { team, botId, botUserId } = state.identity
  const isOrgWide = organization?.isInstalledOrgWide === true
  return defineMethod({
    params: z.strictObject({}),
    run: () => ({
      url: workspaceUrl(state),
      team: team.name,
      user: app.name,
      team_id: isOrgWide ? organization.id : team.id,
      user_id: botUserId,
      bot_id: botId,
      ...(organization && { enterprise_id: organization.id }),
      is_enterprise_install: isOrgWide,
    }),
  })
}
