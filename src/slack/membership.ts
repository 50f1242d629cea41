import type { Membership } from '../site/site.ts'
import { type Facts, standingOf } from './people.ts'

/** Slackbot is a bot of Slack's own, of which Slack says that it is none. */
const SLACKBOT = 'USLACKBOT'

/** What somebody is in our workspace, `team`; undefined where that cannot be told. Source: Slack, "user object". */
export function membershipOf(facts: Facts | undefined, team: string | undefined): Membership | undefined {
  if (facts === undefined) return undefined
  if (facts.id === undefined) return facts.is_stranger === true ? 'missing' : undefined
  if (facts.deleted === true) return 'deactivated'
  if (facts.is_bot === true || facts.id === SLACKBOT) return 'bot'
  const standing = standingOf(facts, team, false)
  if (standing === 'guest' || standing === 'stranger') return standing
  return standing === 'unknown' ? undefined : 'member'
}
