import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { z } from 'zod'
import { codeOf, undefinedIf } from '../site/errors.ts'
import pLimit from 'p-limit'

export interface JsonFile<T> {
  /** undefined when the file doesn't exist; throws when its content doesn't match the schema. */
  read(): Promise<T | undefined>
  /** Atomic: even after a crash, readers find the old content or the new. Only the owner may read the file. */
  write(value: T): Promise<void>
}

/** A file that only this process writes, in the order of the calls. */
export function createJsonFile<T>(path: string, schema: z.ZodType<T>): JsonFile<T> {
  const queue = pLimit(1)
  // One name, so that the next write replaces what a killed process left there.
  const next = `${path}.tmp`
  const replace = async (text: string) => {
    try {
      await writeFile(next, text, { mode: 0o600 })
      await rename(next, path)
    } catch (cause) {
      await rm(next, { force: true })
      throw new Error(`cannot write ${path}`, { cause })
    }
  }
  return {
    read: async () => {
      const text = await undefinedIf(isNotFound, readFile(path, 'utf8'))
      if (text === undefined) return undefined
      try {
        return schema.parse(JSON.parse(text))
      } catch (cause) {
        throw new Error(`${path} cannot be understood; delete it to begin anew`, { cause })
      }
    },
    write: (value) => {
      const text = `${JSON.stringify(value, undefined, 2)}\n`
      return queue(() => replace(text))
    },
  }
}

/** A value that a file keeps. */
export interface Stored<T> {
  value(): T
  /** Changes it one after another; what couldn't be written hasn't happened. */
  update(change: (value: T) => T): Promise<void>
}

export async function openStored<T>(path: string, schema: z.ZodType<T>, initial: T): Promise<Stored<T>> {
  const file = createJsonFile(path, schema)
  const queue = pLimit(1)
  let value = (await file.read()) ?? initial
  return {
    value: () => value,
    update: (change) =>
      queue(async () => {
        const next = change(value)
        await file.write(next)
        value = next
      }),
  }
}

export function isNotFound(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)))
}

export async function isThere(path: string): Promise<boolean> {
  return (await undefinedIf(isNotFound, stat(path))) !== undefined
}
