import * as z from 'zod'
import { BOT_ID, BOT_USER_ID, team, WORKSPACE_URL } from '../identity.ts'
import type { Parts } from '../parts.ts'
import { defineMethod, type Method } from './method.ts'

export function authTest({ app, organization }: Parts): Method {
  const isOrgWide = organization?.isInstalledOrgWide === true
  return defineMethod({
    params: z.strictObject({}),
    run: () => ({
      url: WORKSPACE_URL,
      team: team.name,
      user: app.name,
      team_id: isOrgWide ? organization.id : team.id,
      user_id: BOT_USER_ID,
      bot_id: BOT_ID,
      ...(organization && { enterprise_id: organization.id }),
      is_enterprise_install: isOrgWide,
    }),
  })
}
