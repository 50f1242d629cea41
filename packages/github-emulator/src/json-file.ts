import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import type * as z from 'zod'

/** undefined when the file doesn't exist; throws when its content doesn't match the schema. */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await undefinedIfMissing(readFile(path, 'utf8'))
  if (text === undefined) return undefined
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${path} cannot be understood; delete it to begin anew`, { cause })
  }
}

/** Atomic: even after a crash, readers find the old content or the new. Only the owner may read the file. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  // One name, so that the next write replaces what a killed process left there.
  const next = `${path}.tmp`
  try {
    await writeFile(next, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 })
    await rename(next, path)
  } catch (cause) {
    await rm(next, { force: true })
    throw new Error(`cannot write ${path}`, { cause })
  }
}

/** A value that a file keeps. Only this process writes it. */
export interface Stored<T> {
  value(): T
  /** Changes it one after another; what couldn't be written hasn't happened. */
  update(change: (value: T) => T): Promise<void>
}

export async function openStored<T>(path: string, schema: z.ZodType<T>, initial: T): Promise<Stored<T>> {
  const queue = pLimit(1)
  let value = (await readJsonFile(path, schema)) ?? initial
  return {
    value: () => value,
    update: (change) =>
      queue(async () => {
        const next = change(value)
        await writeJsonFile(path, next)
        value = next
      }),
  }
}

export async function isThere(path: string): Promise<boolean> {
  return (await undefinedIfMissing(stat(path))) !== undefined
}

/** undefined when it rejects since there is no such file or directory. */
export async function undefinedIfMissing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
