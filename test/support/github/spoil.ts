import type { ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'

/**
 * How an answer is spoilt on its way: the connection breaks before it, or within it; it stands still within it; it ends too early, and in
 * order; nothing is in it; a gateway answers in HTML, or refuses, in HTML or in JSON of its own; it is some other JSON.
 */
const refusals = ['html-404', 'html-403', 'json-403'] as const
export const spoilings = ['lost', 'cut', 'stalled', 'short', 'empty', 'html', 'other', ...refusals] as const
export type Spoiling = (typeof spoilings)[number]

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const HTML_TYPE = { 'content-type': 'text/html' }
const HTML = '<!doctype html><title>Please log in</title>'

export function sendSpoilt(res: ServerResponse, { status, body, text: plain }: Answer, how: Spoiling): void {
  const text = plain ?? (body === undefined ? '' : JSON.stringify(body))
  const half = text.slice(0, Math.max(1, Math.floor(text.length / 2)))
  const shown = status === 204 ? 200 : status
  switch (how) {
    case 'lost':
      res.socket?.destroy()
      return
    case 'cut':
      res.writeHead(shown, { ...JSON_TYPE, 'content-length': Buffer.byteLength(text) + 1 })
      res.write(half, () => res.socket?.destroy())
      return
    case 'stalled':
      res.writeHead(shown, { ...JSON_TYPE, 'content-length': Buffer.byteLength(text) + 1 })
      res.write(half)
      return
    case 'short':
      // Without a length, it ends where the connection does.
      res.useChunkedEncodingByDefault = false
      res.writeHead(shown, { ...JSON_TYPE, connection: 'close' })
      res.end(half)
      return
    case 'empty':
      res.writeHead(shown, JSON_TYPE)
      res.end()
      return
    case 'html':
      res.writeHead(shown, HTML_TYPE)
      res.end(HTML)
      return
    case 'html-404':
    case 'html-403':
      res.writeHead(statusIn(how), HTML_TYPE)
      res.end(HTML)
      return
    case 'json-403':
      res.writeHead(statusIn(how), JSON_TYPE)
      res.end('{"error":"Please log in"}')
      return
    case 'other':
      res.writeHead(shown, JSON_TYPE)
      res.end(Array.isArray(body) ? '{}' : '[]')
  }
}

function statusIn(how: (typeof refusals)[number]): number {
  return Number(how.split('-')[1])
}
