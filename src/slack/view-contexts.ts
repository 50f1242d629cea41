import type { ViewContext } from '../../views/view-context.ts'
import { localeOf, textsFor } from '../../views/text/for-locale.ts'
import type { SlackDeps } from './deps.ts'

export interface ViewContexts {
  /** Of that locale; of the workspace's language without one. */
  of(locale: string | undefined): ViewContext
  /** For what everybody sees. */
  everybody(): ViewContext
}

export type ViewContextDeps = Pick<SlackDeps, 'policy' | 'place' | 'locale'>

export function createViewContexts({ policy, place, locale }: ViewContextDeps): ViewContexts {
  const of = (spoken = locale): ViewContext => ({ texts: textsFor(spoken), locale: localeOf(spoken), policy, ...place })
  return { of, everybody: () => of(undefined) }
}
