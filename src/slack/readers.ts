import type { WebClient } from '@slack/web-api'
import type { Reader } from '../../views/reader.ts'
import { localeOf, textsFor } from '../../views/text/for-locale.ts'
import { HOUR_MS } from '../site/time.ts'
import type { SlackDeps } from './deps.ts'

export interface Readers {
  /** In the person's own language; in the workspace's where Slack does not tell. */
  person(client: WebClient, userId: string): Promise<Reader>
  /** For what everybody sees. */
  everybody(): Reader
}

export type ReaderDeps = Pick<SlackDeps, 'clock' | 'policy' | 'place' | 'locale'>

/** People change their language rarely, and a container of the function lives for hours. */
const REMEMBERED_MS = HOUR_MS

export function createReaders({ clock, policy, place, locale }: ReaderDeps): Readers {
  const known = new Map<string, { locale: string; until: number }>()
  const reader = (of: string): Reader => ({ texts: textsFor(of), locale: localeOf(of), policy, ...place })

  const localeOfPerson = async (client: WebClient, userId: string): Promise<string> => {
    const remembered = known.get(userId)
    if (remembered !== undefined && remembered.until > clock.now()) return remembered.locale
    try {
      const { user } = await client.users.info({ user: userId, include_locale: true })
      const found = user?.locale ?? locale
      known.set(userId, { locale: found, until: clock.now() + REMEMBERED_MS })
      return found
    } catch {
      // An answer in the workspace's language is better than none.
      return locale
    }
  }
  return {
    person: async (client, userId) => reader(await localeOfPerson(client, userId)),
    everybody: () => reader(locale),
  }
}
