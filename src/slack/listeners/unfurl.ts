import type { App, EventFromType } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { siteUnfurl } from '../../../views/site-unfurl.ts'
import { createViewContexts, type ViewContext } from '../../../views/view-context.ts'
import type { Site } from '../../site/site.ts'
import { isForMembersOnly } from '../channel-people.ts'
import { isOutOfTime } from '../deadline.ts'
import { nameInAddress } from '../named-site.ts'
import type { ListenerDeps } from '../people.ts'
import { isPlatformError } from '../rate-limited-call.ts'

/** The most links of one message that are shown. */
const MOST_LINKS = 5

/**
 * Shows a site's card in short below a message with its address. Only for members, and only where everyone may see it: in the channel of
 * its card, and in channels without guests and outsiders. Slack may send the event again; then the same is shown in the same place.
 */
export function registerUnfurl(app: App, deps: ListenerDeps): void {
  const viewContext = createViewContexts(deps).everybody()
  app.event('link_shared', async ({ client, event }) => {
    // A preview in the message box could go along into any channel.
    if (event.source === 'composer') return
    try {
      const links = await sharedSites(client, event, viewContext, deps)
      if (links.length === 0) return
      const unfurls = Object.fromEntries(
        links.map(({ url, site }) => {
          const { text: fallback, blocks } = siteUnfurl(site, viewContext)
          return [url, { fallback, blocks }]
        }),
      )
      await client.chat.unfurl({ ...targetOf(event), unfurls })
    } catch (error) {
      if (!isOutOfTime(error) && !isMessageGone(error)) deps.report(error)
    }
  })
}

type LinkShared = EventFromType<'link_shared'>

interface SharedSite {
  url: string
  site: Site
}

/** The sites that can be shown there. */
async function sharedSites(
  client: WebClient,
  { channel, user, links }: LinkShared,
  viewContext: ViewContext,
  { people, store }: ListenerDeps,
): Promise<SharedSite[]> {
  const named = links.flatMap(({ url }) => {
    const name = nameInLink(url, viewContext)
    return name === undefined ? [] : [{ url, name }]
  })
  // Messages of apps have no person.
  if (named.length === 0 || user === undefined) return []
  if ((await people.membershipOf(client, user)) !== 'member') return []
  const found = await Promise.all(
    named.slice(0, MOST_LINKS).map(async ({ url, name }) => ({ url, site: await store.load(name) })),
  )
  const shared = found.flatMap(({ url, site }) => (site === undefined ? [] : [{ url, site }]))
  const isHere = ({ site }: SharedSite) => site.spec.channel === channel
  if (shared.every(isHere) || (await isForMembersOnly(client, channel, people))) return shared
  return shared.filter(isHere)
}

function targetOf({ channel, message_ts: ts, unfurl_id: unfurlId, source }: LinkShared) {
  return unfurlId !== undefined && source === 'conversations_history'
    ? ({ unfurl_id: unfurlId, source } as const)
    : { channel, ts }
}

/** Where our own addresses begin on every site's host. */
const OWN_PATHS = '/_pokopoko/'

/** The site whose page a link leads to; undefined for links with a password, and for those to addresses of ours, which may log in. */
function nameInLink(url: string, viewContext: ViewContext): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { username, password, pathname } = new URL(url)
  const isPage = decoded(pathname)?.startsWith(OWN_PATHS) === false
  return isPage && username === '' && password === '' ? nameInAddress(url, viewContext) : undefined
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** The message was deleted meanwhile, or has another text. Source: Slack, `chat.unfurl`, "Errors". */
function isMessageGone(error: unknown): boolean {
  return isPlatformError(error) && GONE.includes(error.data.error)
}

const GONE = ['cannot_find_channel', 'cannot_find_message', 'cannot_unfurl_message']
