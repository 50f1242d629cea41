import type { ServerResponse } from 'node:http'
import { type ClockControl, realTime } from '../clock.ts'
import type { Workspace } from '../workspace.ts'
import type { ClockReading, Update } from './update.ts'

interface Deps {
  workspace: Pick<Workspace, 'screen' | 'onChange' | 'position' | 'changeSince'>
  clock?: Pick<ClockControl, 'now' | 'nextEventAt'>
  onError(error: unknown): void
}

/** The next event may change with nothing else on the page; this also keeps the connection alive. */
const CLOCK_EVERY_MS = 2000

/**
 * Streams to `res`, until it is closed, what a person sees: an `update` at once and after each change (changes of one
 * turn, and those while the browser is slow, make one), and a `clock` every two seconds.
 * @param position the last one that the browser has; it gets what it lacks, or everything
 */
export function streamUpdates(
  res: ServerResponse,
  userId: string,
  position: string | undefined,
  { workspace, clock, onError }: Deps,
): void {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
  res.flushHeaders()
  const readClock = (): ClockReading => {
    const nextEventAt = clock?.nextEventAt()
    return { now: (clock ?? realTime).now(), ...(nextEventAt !== undefined && { nextEventAt }) }
  }
  const send = (event: string, data: object) => res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  let sent = position
  let looked = position
  /** undefined when nothing has changed for this person. */
  const nextUpdate = (): Update | undefined => {
    const change = looked === undefined ? undefined : workspace.changeSince(userId, looked)
    if (sent === undefined || change === undefined) return { screen: workspace.screen(userId), clock: readClock() }
    return Object.keys(change).length === 0 ? undefined : { after: sent, change, clock: readClock() }
  }
  const sendUpdate = () => {
    try {
      const update = nextUpdate()
      looked = workspace.position()
      if (update === undefined) return
      sent = looked
      res.write(`id: ${sent}\n`)
      send('update', update)
    } catch (error) {
      onError(error)
      res.destroy()
    }
  }
  const stop = workspace.onChange(coalesced(res, sendUpdate))
  const timer = setInterval(() => res.writableNeedDrain || send('clock', readClock()), CLOCK_EVERY_MS)
  res.on('close', () => {
    stop()
    clearInterval(timer)
  })
  sendUpdate()
}

/** Runs `send` once after any number of calls, and not before the browser has read what was sent. */
function coalesced(res: ServerResponse, send: () => void): () => void {
  let isPlanned = false
  const run = () => {
    isPlanned = false
    if (!res.destroyed) send()
  }
  return () => {
    if (isPlanned) return
    isPlanned = true
    if (res.writableNeedDrain) res.once('drain', run)
    else setImmediate(run)
  }
}
