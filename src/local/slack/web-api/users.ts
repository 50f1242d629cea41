import * as z from 'zod'
import { team } from '../identity.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { personOf } from '../state.ts'
import type { Person } from '../workspace.ts'
import { defineMethod, flag, type Method } from './method.ts'

export function userInfo({ state, realTime }: Parts): Method {
  return defineMethod({
    scope: 'users:read',
    params: z.strictObject({ user: z.string().min(1), include_locale: flag.optional() }),
    run: ({ user, include_locale: withLocale }) => {
      const person = personOf(state, user)
      if (person === undefined) throw new SlackError('user_not_found')
      return { user: { ...userJson(person, realTime.now()), ...(withLocale === true && { locale: person.locale }) } }
    },
  })
}

function userJson({ id, name, realName, tz, isBot }: Person, now: number) {
  return {
    id,
    team_id: team.id,
    name,
    deleted: false,
    real_name: realName,
    tz,
    tz_label: tz,
    tz_offset: offsetSeconds(tz, now),
    profile: { real_name: realName, display_name: name, team: team.id },
    is_admin: false,
    is_bot: isBot === true,
    is_app_user: false,
    updated: 0,
  }
}

function offsetSeconds(tz: string, now: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes))
}
