import { plainDate } from '../mrkdwn.ts'
import type { Reader } from '../reader.ts'
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

export function replayLines(letters: Letter[], reader: Reader): string {
  const words = terminalText[reader.locale].replay
  if (letters.length === 0) return words.none
  const lines = letters.map(({ queue, sentAt, about = '?', outcome, reason }) => {
    const became = [words.outcomes[outcome], ...(reason === undefined ? [] : [plainLine(reason)])].join(': ')
    return `${plainDate(sentAt, reader)}  ${words.queues[queue]}  ${plainLine(about)}  ${became}`
  })
  const replayed = letters.filter(({ outcome }) => outcome === 'replayed').length
  return [...lines, words.counts({ replayed, left: letters.length - replayed })].join('\n')
}
