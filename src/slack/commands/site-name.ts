import type { ViewContext } from '../../../views/view-context.ts'

/** The name in a site's address, or in its host with or without a port; undefined when it is no such address. */
export function nameInAddress(typed: string, { siteHost }: Pick<ViewContext, 'siteHost'>): string | undefined {
  const [, host = ''] = /^(?:https?:\/\/)?(?:[^/@]*@)?([^/?#]+)/iu.exec(typed) ?? []
  const [domain = ''] = siteHost('-').slice(1).split(':')
  const [plainHost = ''] = host.toLowerCase().split(':')
  const name = plainHost.slice(0, -domain.length)
  return plainHost.endsWith(domain) && /^[a-z0-9-]+$/u.test(name) ? name : undefined
}

/** The name that is meant: names have small letters only. */
export function siteNameIn(typed: string, viewContext: Pick<ViewContext, 'siteHost'>): string {
  return nameInAddress(typed, viewContext) ?? typed.toLowerCase()
}
