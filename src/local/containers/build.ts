import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MINUTE_MS } from '../../site/time.ts'
import { type Engine, mustRun } from './engine.ts'

interface BuildOptions {
  /** Name of the image to build on; the Containerfile's default without it. */
  base?: string | undefined
  /** Gets each line of the output of the build, which can take minutes. */
  onProgress(line: string): void
}

const CONTEXT = fileURLToPath(new URL('../../../instance/', import.meta.url))
/** A build of an image downloads a gigabyte. */
const TIMEOUT_MS = 60 * MINUTE_MS

/** Builds the image for new machines, unless this version of `instance/` has one; resolves with its name. */
export async function buildMachineImage(engine: Engine, options: BuildOptions): Promise<string> {
  const tag = await digestOf([''], options.base)
  return build(engine, `localhost/pokopoko-machine:${tag}`, { ...options, file: 'Containerfile', buildArguments: [] })
}

/**
 * Builds the base that `instance/images/NAME` makes for `buildMachineImage`, unless there is one; resolves with its name. It's built again
 * only when that script or what installs tools has changed.
 */
export async function bakeImage(engine: Engine, name: string, options: BuildOptions): Promise<string> {
  const tag = await digestOf(['images', 'stacks/runtimes'], options.base)
  const buildArguments = [`IMAGE=${name}`]
  return build(engine, `localhost/pokopoko-${name}:${tag}`, {
    ...options,
    file: 'images/Containerfile',
    buildArguments,
  })
}

async function build(
  engine: Engine,
  name: string,
  { base, onProgress, file, buildArguments }: BuildOptions & { file: string; buildArguments: string[] },
): Promise<string> {
  if ((await engine(['image', 'inspect', '--format', '{{.Id}}', name])).code === 0) return name
  const all = base === undefined ? buildArguments : [`BASE=${base}`, ...buildArguments]
  const words = ['build', '--tag', name, '--file', join(CONTEXT, file), ...all.flatMap((one) => ['--build-arg', one])]
  await mustRun(engine, [...words, CONTEXT], { timeoutMs: TIMEOUT_MS, onLine: onProgress })
  return name
}

/** Of what is in these directories of `instance/`. */
async function digestOf(directories: string[], base = ''): Promise<string> {
  const digest = createHash('sha256').update(base)
  for (const directory of directories) {
    const entries = await readdir(join(CONTEXT, directory), { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.toSorted()) digest.update(file.slice(CONTEXT.length)).update(await readFile(file))
  }
  return digest.digest('hex').slice(0, 20)
}
