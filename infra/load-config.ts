import { copyFile, constants, access } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import { ConfigError } from '../src/config-error.ts'
import { input as example } from './pokopoko.config.example.ts'

/** Yours, and so not in git: `git pull` never meets what you changed. */
export const CONFIG_NAME = 'infra/pokopoko.config.ts'

const EXAMPLE = join(import.meta.dirname, 'pokopoko.config.example.ts')
const CONFIG = join(import.meta.dirname, 'pokopoko.config.ts')

const moduleSchema = z.object({ input: z.record(z.string(), z.unknown()) })

/** What you wrote, unchecked, for `readConfig`; undefined when there is nothing yet. */
export async function loadConfig(path = CONFIG): Promise<Record<string, unknown> | undefined> {
  if (!(await isThere(path))) return undefined
  const { success, data } = moduleSchema.safeParse(await import(pathToFileURL(path).href))
  if (!success) throw new ConfigError('exports no input: see infra/pokopoko.config.example.ts')
  return data.input
}

/** So that the stack can be synthesized before anything is configured. */
export function exampleConfig(): Record<string, unknown> {
  return { ...example }
}

/** Makes the file from the example. A file that is there already stays as it is: false. */
export async function makeConfig(path = CONFIG): Promise<boolean> {
  if (await isThere(path)) return false
  await copyFile(EXAMPLE, path, constants.COPYFILE_EXCL)
  return true
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
