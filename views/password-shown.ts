import { context, type MessageView, section } from './blocks.ts'
import { bold, codeSpan, escapeMrkdwn, link } from './mrkdwn.ts'
import type { Reader } from './reader.ts'

/** How to get into a site, with its password in plain words: for one person's eyes, once, never for a channel. */
export function passwordShown(
  { name, user, password }: { name: string; user: string; password: string },
  { texts, siteUrl, siteHost }: Reader,
): MessageView {
  const words = texts.passwordShown
  const intro = words.intro({ site: bold(name) })
  const lines = [
    `${words.address}: ${link(siteUrl(name), siteHost(name))}`,
    `${words.user}: ${codeSpan(user)}`,
    `${words.password}: ${exactly(password)}`,
  ]
  // Notifications show the text on locked screens: the password is not in it.
  return { text: `🔑 ${intro}`, blocks: [section(`🔑 ${intro}\n${lines.join('\n')}`), context(words.once)] }
}

/** A password must come over unchanged, so one with a backtick in it cannot stand in a code span. */
function exactly(password: string): string {
  return password.includes('`') ? escapeMrkdwn(password) : codeSpan(password)
}
