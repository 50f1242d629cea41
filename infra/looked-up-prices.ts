import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { undefinedIf } from '../src/site/errors.ts'

/** What `npm run deploy` looked up last, so that `npm run diff` and the CDK have the same. Git ignores it. */
export const PRICES_NAME = 'infra/pokopoko.prices.json'
const PRICES = join(import.meta.dirname, '..', PRICES_NAME)

const fileSchema = z.object({ region: z.string(), prices: z.unknown() })

export async function savePrices(region: string, prices: object, path = PRICES): Promise<void> {
  await writeFile(path, `${JSON.stringify({ region, prices }, undefined, 2)}\n`)
}

/** The configuration with the prices of its region, unless it has its own. */
export async function withPrices(input: Record<string, unknown>, path = PRICES): Promise<Record<string, unknown>> {
  if (input['prices'] !== undefined) return input
  const text = await undefinedIf(isMissing, readFile(path, 'utf8'))
  if (text === undefined) return input
  const { region, prices } = fileSchema.parse(JSON.parse(text))
  return region === input['region'] ? { ...input, prices } : input
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
