import { defaultPolicy } from '../../src/site/policy.ts'
import type { Reader } from '../../views/reader.ts'
import { textsFor } from '../../views/text/for-locale.ts'

export const locales = ['en', 'ja'] as const

export function aReader(locale: 'en' | 'ja' = 'en', more: Partial<Reader> = {}): Reader {
  return {
    texts: textsFor(locale),
    locale,
    siteUrl: (name) => `https://${name}.test.example.com`,
    siteHost: (name) => `${name}.test.example.com`,
    policy: defaultPolicy,
    ...more,
  }
}
