import type { Actor } from '../src/site/permissions.ts'
import type { Policy } from '../src/site/policy.ts'
import { localeOf, textsFor } from './text/for-locale.ts'
import type { Texts } from './text/texts.ts'

/** Where sites are found, and what kind of machines they have. */
export interface SiteAddresses {
  /** `https://plum.test.example.com` */
  siteUrl(name: string): string
  /** `plum.test.example.com`, with a port where there is one. */
  siteHost(name: string): string
  /** The machines are stand-ins inside this process: cards say what they cannot do. */
  machines?: 'embedded'
  /** Ids of the sizes that the form offers, from small to large. */
  sizes?: readonly string[]
}

/** For whom something is written, and what all views need to know. */
export interface ViewContext extends SiteAddresses {
  texts: Texts
  locale: 'en' | 'ja'
  policy: Policy
  /** The time zone of the one person who reads it, where it's known. */
  readerZone?: string
  /** The one person who reads it; absent for what everybody sees. They are offered nothing that they may not do. */
  viewer?: Actor
}

export interface ViewContextDeps {
  policy: Policy
  addresses: SiteAddresses
  /** Of the workspace. */
  locale: string
}

export interface ViewContexts {
  /** Of that locale; of the workspace's language without one. */
  of(locale: string | undefined): ViewContext
  /** For what everybody sees. */
  everybody(): ViewContext
}

export function createViewContexts({ policy, addresses, locale }: ViewContextDeps): ViewContexts {
  const of = (spoken = locale): ViewContext => ({
    texts: textsFor(spoken),
    locale: localeOf(spoken),
    policy,
    ...addresses,
  })
  return { of, everybody: () => of(undefined) }
}
