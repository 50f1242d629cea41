import { plainDate } from '../mrkdwn.ts'
import type { ViewContext } from '../view-context.ts'
import { terminalText } from '../text/terminal.ts'
import { plainLine } from './plain-line.ts'

/** Something that was given up, and what became of it. */
interface Letter {
  queue: 'stream' | 'events' | 'schedules'
  sentAt: number
  about?: string
  outcome: 'waiting' | 'replayed' | 'failed' | 'unknown'
  reason?: string
}

export function replayLines(letters: Letter[], viewContext: ViewContext): string {
  const words = terminalText[viewContext.locale].replay
  if (letters.length === 0) return words.none
  const lines = letters.map(({ queue, sentAt, about = '?', outcome, reason }) => {
    const became = [words.outcomes[outcome], ...(reason === undefined ? [] : [plainLine(reason)])].join(': ')
    return `${plainDate(sentAt, viewContext)}  ${words.queues[queue]}  ${plainLine(about)}  ${became}`
  })
  const replayed = letters.filter(({ outcome }) => outcome === 'replayed').length
  return [...lines, words.counts({ replayed, left: letters.length - replayed })].join('\n')
}
