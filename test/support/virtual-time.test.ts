import assert from 'node:assert/strict'
import { createServer, get } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { close, listen } from '../../src/local/listen.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { inVirtualTime } from './virtual-time.ts'

describe('inVirtualTime', () => {
  it('lets a server answer before any time passes, and hours pass when it waits', async () => {
    const server = createServer((_req, res) => void setTimeout(() => res.end('late'), HOUR_MS))
    const url = `http://127.0.0.1:${await listen(server)}`
    const ask = (signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        get(url, { signal }, (message) => void text(message).then(resolve, reject)).on('error', reject)
      })
    const begun = performance.now()
    const took = await inVirtualTime(async () => {
      const before = [Date.now(), performance.now()] as const
      assert.equal(await ask(AbortSignal.timeout(HOUR_MS + 1)), 'late')
      await assert.rejects(ask(AbortSignal.timeout(HOUR_MS - 1)), { name: 'AbortError' })
      await wait(HOUR_MS)
      return [Date.now() - before[0], performance.now() - before[1]]
    })
    assert.deepEqual(took, [3 * HOUR_MS - 1, 3 * HOUR_MS - 1])
    assert.ok(performance.now() - begun < HOUR_MS, 'real time is back')
    await close(server)
  })

  it('ends work that waits for nothing', async () => {
    await assert.rejects(
      inVirtualTime(() => new Promise(() => {})),
      /Nothing is left to happen/,
    )
  })
})
