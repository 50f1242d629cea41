/** What somebody is to the workspace of the fuzzed app; whoever is not listed belongs to none that the app can see. */
export type Kind = 'member' | 'creator' | 'admin' | 'named admin' | 'guest' | 'connected' | 'unsaid'

/**
 * `creator`: in the group that may make sites; `named admin`: in the group of admins; `connected`: of another workspace, by a
 * shared channel; `unsaid`: Slack does not say who they are.
 */
export const people: Readonly<Record<string, Kind>> = {
  U0BEN: 'member',
  U0MIA: 'member',
  U0CHIE: 'creator',
  U0DEE: 'creator',
  U0ADA: 'admin',
  U0AKI: 'named admin',
  U0GINA: 'guest',
  U0SAM: 'connected',
  U0UMA: 'unsaid',
}

export const LOGIN_FIELD = 'Xf0GITHUB'
/** What profiles have in that field; those of others have nothing. */
const profiles: Readonly<Record<string, string>> = {
  U0BEN: 'ben',
  U0CHIE: '@chie',
  U0DEE: 'dee',
  U0ADA: 'https://github.com/ada',
  U0AKI: '../../ada',
}
/** Who can read a repository on GitHub, by id and by login. */
export const readers: Readonly<Record<string, { ids: string[]; logins: string[] }>> = {
  'acme/website': { ids: ['U0CHIE', 'U0ADA'], logins: ['chie', 'ada'] },
  'acme/shop-api': { ids: ['U0BEN', 'U0ADA'], logins: ['ben', 'ada'] },
}

/** Those with that kind: `who('creator')`. */
export function who(kind: Kind): string[] {
  return Object.entries(people).flatMap(([id, is]) => (is === kind ? [id] : []))
}

export const CREATORS = 'S0DESIGN'
export const ADMINS = 'S0ADMINS'
/** Whoever asks there may make sites, where creators are named at all. */
export const WORKSHOP = 'C0WEBTEAM'
const TEAM = 'T0ORCHARD'

/** What Slack's Web API says of them; undefined for methods that say nothing of people. */
export function answerAbout(method: string, params: Record<string, unknown>): object | undefined {
  switch (method) {
    case 'auth.test':
      return { ok: true, team_id: TEAM }
    case 'users.info':
      return infoOf(String(params['user']))
    case 'users.profile.get':
      return profileOf(String(params['user']))
    case 'conversations.members':
      return { ok: true, members: params['channel'] === WORKSHOP ? ['U0BEN', 'U0CHIE'] : Object.keys(people) }
    case 'usergroups.users.list':
      return { ok: true, users: who(params['usergroup'] === CREATORS ? 'creator' : 'named admin') }
    default:
      return undefined
  }
}

function profileOf(id: string): object {
  if (!Object.hasOwn(people, id)) return { ok: false, error: 'user_not_found' }
  const value = profiles[id]
  return { ok: true, profile: { fields: value === undefined ? [] : { [LOGIN_FIELD]: { value, alt: '' } } } }
}

function infoOf(id: string): object {
  const kind = Object.hasOwn(people, id) ? people[id] : undefined
  if (kind === undefined) return { ok: false, error: 'user_not_found' }
  if (kind === 'unsaid') return { ok: false, error: 'internal_error' }
  const team_id = kind === 'connected' ? 'T0CUSTOMER' : TEAM
  return {
    ok: true,
    user: { id, team_id, locale: 'en-US', is_admin: kind === 'admin', is_restricted: kind === 'guest' },
  }
}
