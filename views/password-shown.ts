import type { KnownBlock } from '@slack/types'
import { context, type MessageView, section } from './blocks.ts'
import { bold, codeSpan, link, plain } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** How to get into a site, with its password in plain words: for one person's eyes, once, never for a channel. */
export function passwordShown(
  { name, user, password }: { name: string; user: string; password: string },
  { texts, siteUrl, siteHost }: ViewContext,
): MessageView {
  const words = texts.passwordShown
  const intro = words.intro({ site: bold(name) })
  const lines = [
    `🔑 ${intro}`,
    `${words.address}: ${link(siteUrl(name), siteHost(name))}`,
    `${words.user}: ${codeSpan(user)}`,
    `${words.password}: ${isPlainCode(password) ? codeSpan(password) : '↓'}`,
  ]
  const blocks: KnownBlock[] = [
    section(lines.join('\n')),
    ...(isPlainCode(password) ? [] : [{ type: 'section', text: plain(password, 3000) } as const]),
    context(words.once),
  ]
  // Notifications show the text on locked screens: the password is not in it.
  return { text: `🔑 ${intro}`, blocks }
}

/** A password must come over unchanged; mrkdwn would change any other, so that stands in plain text of its own. */
function isPlainCode(password: string): boolean {
  return /^[!-_a-~]+$/.test(password)
}
