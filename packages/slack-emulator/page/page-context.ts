import type { Screen, SlackNotice } from '../src/workspace.ts'
import type { Api } from './api.ts'
import type { DateContext } from './date-tokens.ts'
import type { Messages } from './messages.ts'
import { clearNotices, showNotice } from './notices.ts'
import type { Surfaces } from './surfaces.ts'
import type { Words } from './words.ts'

/** What all parts of one person's page share. */
export interface PageContext {
  api: Api
  words: Words
  surfaces: Surfaces
  /** What the person sees now. */
  screen(): Omit<Screen, 'messages'>
  messages(): Messages
  dates(): DateContext
  /**
   * Runs what the person started with `control`, which is busy until it's done.
   * @returns whether it succeeded; if not, a notice says why
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
