import { en } from './en.ts'
import { ja } from './ja.ts'
import type { Texts } from './texts.ts'

/** @param locale as Slack gives it, such as `ja-JP`; English for all that is not Japanese */
export function localeOf(locale: string): 'en' | 'ja' {
  return /^ja(?:$|[-_])/i.test(locale) ? 'ja' : 'en'
}

export function textsFor(locale: string): Texts {
  return localeOf(locale) === 'ja' ? ja : en
}
