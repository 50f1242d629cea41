import type { Site } from '../src/site/site.ts'
import { context, type MessageView, section } from './blocks.ts'
import { bold, codeBlock, plainDate, untrusted } from './mrkdwn.ts'
import { textsFor } from './text/for-locale.ts'
import type { ViewContext } from './view-context.ts'
import { SHARE_PATH } from '../src/site/paths.ts'

/** The newest link to a site, whose token is shown once, to who made it. */
export interface NewShare {
  site: Site
  token: string
  /** Of the message to the client. */
  language: 'en' | 'ja'
}

/** For one person's eyes, once: the message that they send to the client. */
export function shareShown(share: NewShare, viewContext: ViewContext): MessageView {
  const { texts } = viewContext
  const client = share.site.spec.access.shares?.at(-1)?.client ?? ''
  const intro = `🔗 ${texts.shares.shown({ client: bold(untrusted(client)), site: bold(share.site.name) })}`
  // A code block makes no preview, and is copied as it is. Notifications show the text on locked screens: the link isn't in it.
  const message = codeBlock(messageToClient(share, viewContext), 2500)
  return { text: intro, blocks: [section(intro), section(message), context(texts.shares.once)] }
}

export function shareLink({ site, token }: Pick<NewShare, 'site' | 'token'>, { siteUrl }: ViewContext): string {
  return `${siteUrl(site.name)}${SHARE_PATH}${token}`
}

/** In the client's language, without a word about how we make sites. */
export function messageToClient(share: NewShare, viewContext: ViewContext): string {
  const { spec } = share.site
  const until = spec.access.shares?.at(-1)?.until ?? spec.expiresAt
  const { readerZone: _, ...others } = viewContext
  const texts = share.language === viewContext.locale ? viewContext.texts : textsFor(share.language)
  const end = plainDate(Math.min(until, spec.expiresAt), { ...others, texts, locale: share.language })
  return texts.shares.message({ link: shareLink(share, viewContext), until: end })
}
