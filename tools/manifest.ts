import { readFile } from 'node:fs/promises'
import { readArguments } from './arguments.ts'
import { manifestFor } from './manifest-for.ts'

/** `npm run --silent manifest -- --url https://…`: the Slack app's manifest with that address, to be pasted into Slack. */
const { url } = readArguments('npm run --silent manifest -- --url https://…', { url: { type: 'string' } })
try {
  const manifest = await readFile(new URL('../manifest.yml', import.meta.url), 'utf8')
  process.stdout.write(manifestFor(manifest, url ?? ''))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
