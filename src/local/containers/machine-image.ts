import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MINUTE_MS } from '../../site/time.ts'
import { type Engine, mustRun } from './engine.ts'

interface MachineImageOptions {
  /** What it is built on; the Containerfile's own choice when left out. */
  base?: string | undefined
  /** Gets a line for each step of a build, which can take minutes. */
  onProgress(line: string): void
}

const CONTEXT = fileURLToPath(new URL('../../../instance/', import.meta.url))

/** The image that machines begin with, built when this version of `instance/` has none yet; gives its name. */
export async function buildMachineImage(engine: Engine, { base, onProgress }: MachineImageOptions): Promise<string> {
  const name = `localhost/pokopoko-machine:${await digestOf(CONTEXT, base ?? '')}`
  if ((await engine(['image', 'inspect', '--format', '{{.Id}}', name])).code === 0) return name
  const build = ['build', '--tag', name, '--file', join(CONTEXT, 'Containerfile')]
  const argument = base === undefined ? [] : ['--build-arg', `BASE=${base}`]
  await mustRun(engine, [...build, ...argument, CONTEXT], { timeoutMs: 15 * MINUTE_MS, onLine: onProgress })
  return name
}

async function digestOf(directory: string, base: string): Promise<string> {
  const digest = createHash('sha256').update(base)
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.toSorted()) digest.update(file.slice(directory.length)).update(await readFile(file))
  return digest.digest('hex').slice(0, 20)
}
