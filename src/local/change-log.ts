import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import * as z from 'zod'
import { undefinedIf } from '../site/errors.ts'
import { createJsonFile, isNotFound } from './json-file.ts'

/** A log isn't worth a new snapshot before it has as many bytes. */
const MIN_LOG_BYTES = 1024 * 1024

const snapshotSchema = z.looseObject({
  /** Number of the last change in it; none in one that was written before there were logs. */
  logged: z.int().nonnegative().default(0),
})
const lineSchema = z.object({ number: z.int().positive(), change: z.unknown() })

export interface ChangeLog {
  /** As it was opened: undefined when nothing was written yet. */
  snapshot: unknown
  /** As it was opened: what has changed since the snapshot. */
  changes: unknown[]
  /** Resolves once it's written. Changes are written in the order of the calls. */
  append(change: object): Promise<void>
  /** Resolves once all changes before are written. */
  written(): Promise<void>
}

interface ChangeLogDeps {
  /** All there is now, with every change that was appended. */
  snapshot(): object
  minLogBytes?: number
}

/**
 * A value on disk that only this process writes: a snapshot, `PATH.json`, and in `PATH.log` a line for each change since then. Once
 * the log is as large as the snapshot, the next one takes the place of both. Wherever a crash interrupts that, it is read as
 * it was before or after the change. Only the owner may read the files.
 */
export async function openChangeLog(
  path: string,
  { snapshot, minLogBytes = MIN_LOG_BYTES }: ChangeLogDeps,
): Promise<ChangeLog> {
  const file = createJsonFile(`${path}.json`, snapshotSchema)
  const log = `${path}.log`
  const before = await readChangeLog(path)
  if (before.isCut) await truncate(log, before.bytes)
  const queue = pLimit(1)
  let { number, bytes } = before
  let maxBytes = await maxLogBytes(`${path}.json`, minLogBytes)
  let pending: string[] = []
  /** What is in the log now can't be told. */
  let isBroken = false

  const renew = async () => {
    pending = []
    isBroken = true
    await file.write({ ...snapshot(), logged: number })
    await writeFile(log, '', { mode: 0o600 })
    isBroken = false
    bytes = 0
    maxBytes = await maxLogBytes(`${path}.json`, minLogBytes)
  }
  const write = async () => {
    if (pending.length === 0 && !isBroken) return
    if (isBroken || bytes > maxBytes) return renew()
    const text = pending.join('')
    pending = []
    isBroken = true
    await appendFile(log, text, { mode: 0o600 })
    isBroken = false
    bytes += Buffer.byteLength(text)
  }
  return {
    snapshot: before.snapshot,
    changes: before.changes,
    append: (change) => {
      number += 1
      pending.push(`${JSON.stringify({ number, change })}\n`)
      return queue(write)
    },
    written: () => queue(write),
  }
}

/** What lies there. A last line that was cut off hasn't happened. */
export async function readChangeLog(path: string) {
  const snapshot = await createJsonFile(`${path}.json`, snapshotSchema).read()
  const text = (await undefinedIf(isNotFound, readFile(`${path}.log`, 'utf8'))) ?? ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const lines = whole
    .split('\n')
    .slice(0, -1)
    .map(lineReader(`${path}.log`))
  const logged = snapshot?.logged ?? 0
  return {
    snapshot,
    changes: lines.filter(({ number }) => number > logged).map(({ change }) => change),
    number: Math.max(logged, lines.at(-1)?.number ?? 0),
    bytes: Buffer.byteLength(whole),
    isCut: whole.length < text.length,
  }
}

function lineReader(path: string) {
  return (line: string): z.infer<typeof lineSchema> => {
    try {
      return lineSchema.parse(JSON.parse(line))
    } catch (cause) {
      throw new Error(`${path} cannot be understood; delete it to begin anew`, { cause })
    }
  }
}

async function maxLogBytes(snapshotPath: string, min: number): Promise<number> {
  return Math.max(min, (await undefinedIf(isNotFound, stat(snapshotPath)))?.size ?? 0)
}
