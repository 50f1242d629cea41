import { defaultPolicy } from '../../src/site/policy.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { textsFor } from '../../views/text/for-locale.ts'

export const locales = ['en', 'ja'] as const

export function aViewContext(locale: 'en' | 'ja' = 'en', more: Partial<ViewContext> = {}): ViewContext {
  return {
    texts: textsFor(locale),
    locale,
    siteUrl: (name) => `https://${name}.test.example.com`,
    siteHost: (name) => `${name}.test.example.com`,
    policy: defaultPolicy,
    sizes: ['t3.micro', 't3.small'],
    ...more,
  }
}
