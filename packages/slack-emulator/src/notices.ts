import { failureOf, type AppAnswer } from './app-link.ts'

/** What Slack shows a person when an app fails. The part in brackets is ours, for developers. */

const MODAL_TROUBLE = 'We had some trouble connecting. Try again?'

export function modalTrouble(why: string): string {
  return `${MODAL_TROUBLE} (${why})`
}

export function commandFailed(command: string, error: string): string {
  return `${command} failed with the error “${error}”`
}

export const ELEMENT_GONE = 'This is no longer available.'

/** Slack shows a triangle with this text beside a message, and an error in a modal. */
export function clickFailed(answer: AppAnswer, inModal: boolean): string | undefined {
  const failure = failureOf(answer)
  if (failure === undefined) return undefined
  if (inModal) return modalTrouble(reason(answer))
  return `⚠️ ${reason(answer)}`
}

export function reason(answer: AppAnswer): string {
  if (answer.kind === 'timeout') return 'Operation timed out. Apps need to respond within 3 seconds.'
  if (answer.kind === 'unreachable') return 'This app is not connected.'
  return `This app responded with Status Code ${answer.status}.`
}
