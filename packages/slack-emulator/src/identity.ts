import type { Channel, Person } from './workspace.ts'

/** Who is who in the one workspace that there is here. */
export const team = { id: 'T0POKOPOKO', domain: 'pokopoko', name: 'Pokopoko' } as const
export const APP_ID = 'A0POKOPOKO'
export const BOT_ID = 'B0POKOPOKO'
export const BOT_USER_ID = 'U0POKOPOKO'
/** The deprecated verification token that requests still carry. */
export const VERIFICATION_TOKEN = 'local-verification-token'
export const WORKSPACE_URL = `https://${team.domain}.slack.com/`

export function botPerson(name: string): Person {
  return { id: BOT_USER_ID, name, realName: name, locale: 'en-US', tz: 'UTC', isBot: true }
}

/** Is in every workspace. Of it Slack says that it is no bot. Source: Slack, "user object", seen in `users.info`. */
export const slackbot: Person = { id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', locale: 'en-US', tz: 'UTC' }

/** Slack tells the bot of no private channel that it is not in. */
export function isHidden(channel: Channel): boolean {
  return channel.isPrivate === true && !isMember(channel, BOT_USER_ID)
}

export function isMember(channel: Channel, userId: string): boolean {
  if (userId === BOT_USER_ID) return channel.withoutBot !== true
  if (channel.directWith !== undefined) return channel.directWith === userId
  return channel.members?.includes(userId) ?? true
}
