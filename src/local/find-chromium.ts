import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The browser that CHROMIUM names, else the first of the usual names on the PATH. */
export async function findChromium(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (env['CHROMIUM'] !== undefined) return env['CHROMIUM']
  const directories = (env['PATH'] ?? '').split(delimiter)
  for (const path of NAMES.flatMap((name) => directories.map((directory) => join(directory, name)))) {
    if (await isExecutable(path)) return path
  }
  return undefined
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
