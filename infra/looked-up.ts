import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { undefinedIf } from '../src/site/errors.ts'

/**
 * Files of settings that `npm run deploy` looked up last, where the configuration has none, so that `npm run diff` and the CDK have the same.
 * Git ignores them.
 */
export const LOOKED_UP = { prices: 'pokopoko.prices.json', reconcileConcurrency: 'pokopoko.concurrency.json' } as const

type LookedUp = keyof typeof LOOKED_UP

const fileSchema = z.looseObject({ region: z.string() })

/** `value`: undefined if there is none. */
export async function saveLookedUp(
  setting: LookedUp,
  region: string,
  value: unknown,
  directory = import.meta.dirname,
): Promise<void> {
  const text = `${JSON.stringify({ region, [setting]: value }, undefined, 2)}\n`
  await writeFile(join(directory, LOOKED_UP[setting]), text)
}

/** The configuration with what was looked up for its region, except for what it has itself. */
export async function withLookedUp(
  input: Record<string, unknown>,
  directory = import.meta.dirname,
): Promise<Record<string, unknown>> {
  const settings = (['prices', 'reconcileConcurrency'] satisfies LookedUp[]).filter((one) => input[one] === undefined)
  const found: Record<string, unknown> = {}
  for (const setting of settings) found[setting] = await lookedUp(setting, input, directory)
  return { ...input, ...found }
}

async function lookedUp(setting: LookedUp, input: Record<string, unknown>, directory: string): Promise<unknown> {
  const text = await undefinedIf(isMissing, readFile(join(directory, LOOKED_UP[setting]), 'utf8'))
  const file = text === undefined ? undefined : fileSchema.parse(JSON.parse(text))
  return file?.region === input['region'] ? file?.[setting] : undefined
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
