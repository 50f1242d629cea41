import type { Actor } from '../src/site/permissions.ts'
import type { Policy } from '../src/site/policy.ts'
import type { Texts } from './text/texts.ts'

/** For whom something is written, and what all views need to know of the place. */
export interface ViewContext {
  texts: Texts
  locale: 'en' | 'ja'
  /** `https://plum.test.example.com` */
  siteUrl(name: string): string
  /** `plum.test.example.com`, with a port where there is one. */
  siteHost(name: string): string
  policy: Policy
  /** The one person who reads it; absent for what everybody sees. They are offered nothing that they may not do. */
  viewer?: Actor
  /** The machines are stand-ins inside this process: cards say what they cannot do. */
  machines?: 'embedded'
}
