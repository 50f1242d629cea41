import type { Reader } from '../../views/reader.ts'
import { localeOf, textsFor } from '../../views/text/for-locale.ts'
import type { SlackDeps } from './deps.ts'

export interface Readers {
  /** Of that locale; of the workspace's language without one. */
  of(locale: string | undefined): Reader
  /** For what everybody sees. */
  everybody(): Reader
}

export type ReaderDeps = Pick<SlackDeps, 'policy' | 'place' | 'locale'>

export function createReaders({ policy, place, locale }: ReaderDeps): Readers {
  const of = (spoken = locale): Reader => ({ texts: textsFor(spoken), locale: localeOf(spoken), policy, ...place })
  return { of, everybody: () => of(undefined) }
}
