import type { Screen, SlackNotice } from '../src/workspace.ts'
import type { Api } from './api.ts'
import type { DateReader } from './date-tokens.ts'
import { clearNotices, showNotice } from './notices.ts'
import type { Surfaces } from './surfaces.ts'
import type { Words } from './words.ts'

/** What all parts of one person's page share. */
export interface PageContext {
  api: Api
  words: Words
  surfaces: Surfaces
  /** What the person sees at present. */
  screen(): Screen
  dates(): DateReader
  /**
   * Does what the person asked for with `control`, which is busy meanwhile and not to be used again.
   * @returns whether it went well; if not, a notice says why
   */
  run(control: HTMLElement, work: () => Promise<SlackNotice>): Promise<boolean>
}

export function createRun(words: Words): PageContext['run'] {
  return async (control, work) => {
    if (isBusy(control)) return false
    control.setAttribute('aria-busy', 'true')
    try {
      const notice = await work()
      if (notice === undefined) clearNotices()
      else showNotice(notice, words)
      return notice === undefined
    } catch (error) {
      showNotice(words.failed(error instanceof Error ? error.message : String(error)), words)
      return false
    } finally {
      control.removeAttribute('aria-busy')
    }
  }
}

export function isBusy(control: HTMLElement): boolean {
  return control.getAttribute('aria-busy') === 'true'
}
