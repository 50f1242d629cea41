import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Tally } from '../../support/chaos/tally.ts'
import { type LocalProcess, startAndKill, startMain } from '../../support/local-process.ts'
import { freePort } from '../../support/free-port.ts'

/** `npm start` on one data directory, at the same ports, however often it is killed. */
export interface LastingProcess {
  dataDirectory: string
  ports: string[]
  /** It, or the next when it is just being started. */
  up(): Promise<LocalProcess>
  /** Kills it after so long, and starts it again. */
  kill(afterMs: number): Promise<void>
  /** Kills it, has something done while nothing runs, and starts it again. */
  whileDead<T>(work: () => Promise<T>): Promise<T>
  end(): Promise<void>
  /** All that it printed, every time. */
  output(): string
}

/** Of starts; those that are killed, are so in the later half, when all modules are loaded. */
const KILLED_SHARE = 0.2

/** @param random decides which starts are killed themselves; none without it */
export async function startLasting(
  dataDirectory: string,
  tally: Tally,
  random: () => number = () => 1,
): Promise<LastingProcess> {
  // Webhooks lead to them, so they stay.
  const ports = ['--port', String(await freePort()), '--sites-port', String(await freePort())]
  const started: LocalProcess[] = []
  let startMs = 0
  const start = async () => {
    if (random() < KILLED_SHARE && startMs > 0) {
      await startAndKill(dataDirectory, ports, (startMs * (1 + random())) / 2)
      tally.count('kills while it started')
    }
    const begunAt = Date.now()
    const main = await startMain(dataDirectory, ports)
    startMs = Date.now() - begunAt
    started.push(main)
    return main
  }
  let current = start()
  await current
  const replace = async <T>(work: () => Promise<T>) => {
    const before = current
    let result: { is: T } | undefined
    current = (async () => {
      assert.equal(await (await before).end('SIGKILL'), 'SIGKILL')
      tally.count('kills')
      result = { is: await work() }
      return start()
    })()
    await current
    assert.ok(result)
    return result.is
  }
  return {
    dataDirectory,
    ports,
    up: () => current,
    kill: async (afterMs) => {
      await current
      await pause(afterMs)
      await replace(async () => {})
    },
    whileDead: replace,
    end: async () => {
      assert.equal(await (await current).end('SIGTERM'), 0)
    },
    output: () => started.map((main) => main.output()).join('\n'),
  }
}
