import { readFile } from 'node:fs/promises'
import { readArguments } from './arguments.ts'
import { MANIFEST_USAGE, manifestFor } from './manifest-for.ts'

/** The Slack app's manifest with that address and domain, to be pasted into Slack. */
const { url = '', domain = '' } = readArguments(MANIFEST_USAGE, {
  url: { type: 'string' },
  domain: { type: 'string' },
})
try {
  const manifest = await readFile(new URL('../manifest.yml', import.meta.url), 'utf8')
  process.stdout.write(manifestFor(manifest, { address: url, domain }))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
