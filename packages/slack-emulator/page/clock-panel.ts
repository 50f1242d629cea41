import type { ClockReading } from '../src/page-server/update.ts'
import { formatDate } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h, setText } from './dom.ts'
import { iconOf } from './icons.ts'
import type { SlackNotice } from '../src/workspace.ts'

const HOUR_MS = 60 * 60 * 1000

/** The workspace's clock, and buttons that skip time. */
export function createClockPanel(context: PageContext): { element: HTMLElement; update(clock: ClockReading): void } {
  const { words, api } = context
  const now = h('time', { class: 'now', 'aria-label': words.timeNow })
  const nextAt = h('small', { class: 'next-at' })
  const progress = h('progress', { 'aria-label': words.skipping, hidden: true })
  const skip = async (button: HTMLButtonElement, work: () => Promise<SlackNotice>) => {
    const others = [...panel.querySelectorAll('button')].filter((one) => one !== button)
    const setSkipping = (isSkipping: boolean) => {
      progress.hidden = !isSkipping
      panel.classList.toggle('skipping', isSkipping)
      for (const one of others) one.inert = isSkipping
    }
    setSkipping(true)
    await context.run(button, work)
    setSkipping(false)
  }
  const button = (text: string, work: () => Promise<SlackNotice>) => {
    const element: HTMLButtonElement = h(
      'button',
      { type: 'button', click: () => void skip(element, work) },
      h('span', {}, text),
    )
    return element
  }
  const next = button(words.nextEvent, () => api.skipToNext())
  next.className = 'next'
  next.append(nextAt)
  const steps = [
    button(words.hour, () => api.skip(HOUR_MS)),
    button(words.day, () => api.skip(24 * HOUR_MS)),
    button(words.threeDays, () => api.skip(72 * HOUR_MS)),
  ]
  const group = h('div', { class: 'steps', role: 'group', 'aria-label': words.skip }, ...steps, next)
  const panel = h('section', { class: 'clock', 'aria-label': words.clock })
  panel.append(h('p', { class: 'reading' }, iconOf('clock'), now), progress, group)
  return {
    element: panel,
    update: (clock) => {
      setText(now, momentOf(clock.now, context))
      now.dateTime = new Date(clock.now).toISOString()
      next.disabled = clock.nextEventAt === undefined
      setText(nextAt, clock.nextEventAt === undefined ? words.noNextEvent : momentOf(clock.nextEventAt, context))
    },
  }
}

function momentOf(at: number, context: PageContext): string {
  const { locale, timeZone } = context.dates()
  const day = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', month: 'short', day: 'numeric' }).format(at)
  return `${day} ${formatDate('{time}', at, context.dates()) ?? ''}`
}
