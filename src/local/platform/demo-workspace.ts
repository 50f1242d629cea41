import type { Channel, Identity, Person } from '@pokopoko/slack-emulator'

export const identity: Identity = {
  team: { id: 'T0POKOPOKO', name: 'Pokopoko', domain: 'pokopoko' },
  appId: 'A0POKOPOKO',
  botId: 'B0POKOPOKO',
  botUserId: 'U0POKOPOKO',
}

/** The profile field for GitHub logins, which Tom's profile lacks. */
const GITHUB_LOGIN = 'Xf0GITHUB'

/** Who can be acted as on the workspace page; it begins with the first. */
export const people: Person[] = [
  {
    id: 'U0NADIA',
    name: 'nadia',
    realName: 'Nadia Klein',
    locale: 'en-GB',
    tz: 'Europe/Berlin',
    fields: { [GITHUB_LOGIN]: 'nadia' },
  },
  { id: 'U0TOM', name: 'tom', realName: 'Tom Reyes', locale: 'en-US', tz: 'America/New_York' },
  {
    id: 'U0AKI',
    name: 'aki',
    realName: '中村 亜希',
    locale: 'ja-JP',
    tz: 'Asia/Tokyo',
    fields: { [GITHUB_LOGIN]: 'https://github.com/aki' },
  },
]

export const channels: Channel[] = [
  { id: 'C0SPRING', name: 'spring-campaign' },
  { id: 'C0WEBTEAM', name: 'web-team' },
]
