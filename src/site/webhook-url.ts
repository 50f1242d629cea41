/** Of a webhook's address: the site's id. */
export const SITE_PARAMETER = 'site'

/** A site's push webhook is known by its URL: the site's id is in it, since names can be reused. */
export function webhookUrl(hookUrl: string, siteId: string): string {
  const url = new URL(hookUrl)
  url.searchParams.set(SITE_PARAMETER, siteId)
  return url.href
}

/** undefined for a webhook that isn't ours. */
export function siteIdOf({ url }: { url: string }): string | undefined {
  return (URL.canParse(url) && new URL(url).searchParams.get(SITE_PARAMETER)) || undefined
}

/** Is it the webhook of any site of that name? */
export function isAt({ url }: { url: string }, hookUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const [one, other] = [new URL(url), new URL(hookUrl)]
  return one.origin === other.origin && one.pathname === other.pathname
}
