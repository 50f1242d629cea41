import type { Channel, Person } from './workspace.ts'

/** The ids and names that the app sees in payloads and in the Web API's answers. */
export interface Identity {
  team: { id: string; name: string; domain: string }
  appId: string
  botId: string
  botUserId: string
}

export const defaultIdentity: Identity = {
  team: { id: 'T0LOCAL', name: 'Local workspace', domain: 'local' },
  appId: 'A0LOCAL',
  botId: 'B0LOCAL',
  botUserId: 'U0LOCALBOT',
}

/** The deprecated verification token that requests still carry. */
export const VERIFICATION_TOKEN = 'local-verification-token'

export function botPerson({ botUserId }: Identity, name: string): Person {
  return { id: botUserId, name, realName: name, locale: 'en-US', tz: 'UTC', isBot: true }
}

/** Every workspace has it. Slack says it isn't a bot. Source: Slack, "user object", seen in `users.info`. */
export const slackbot: Person = { id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', locale: 'en-US', tz: 'UTC' }

/** Slack hides private channels from a bot that is not in them. */
export function isHidden(channel: Channel): boolean {
  return channel.isPrivate === true && !isBotIn(channel)
}

export function isBotIn({ withoutBot }: Channel): boolean {
  return withoutBot !== true
}

export function isMember(channel: Channel, userId: string): boolean {
  if (channel.directWith !== undefined) return channel.directWith === userId
  return channel.members?.includes(userId) ?? true
}
