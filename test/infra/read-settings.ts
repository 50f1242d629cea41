import { join } from 'node:path'
import { build } from 'esbuild'
import type { FunctionName } from '../../src/aws/names.ts'

const root = join(import.meta.dirname, '../..')

/** What a function loads later is its own too. */
const entries: Record<FunctionName, string[]> = {
  slack: ['slack', 'offers', 'github-events'],
  reconcile: ['reconcile'],
  sweep: ['sweep'],
  gateway: ['gateway'],
}

/** What is called the same and is something else. */
const others: Record<FunctionName, string[]> = {
  // A time zone, and event listeners.
  slack: ['zone', 'listeners'],
  // A parameter of the text for a date that is too late.
  reconcile: ['maxDays'],
  sweep: ['maxDays'],
  // A time zone, and the machine's call.
  gateway: ['zone', 'phoneHome'],
}

/** Those of these settings that the function's code names, besides where they are declared. */
export async function readSettingsOf(name: FunctionName, settings: string[]): Promise<string[]> {
  const { outputFiles } = await build({
    entryPoints: entries[name].map((entry) => join(root, `src/lambda/${entry}.ts`)),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'out',
    plugins: [
      {
        name: 'declarations',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/(aws\/settings|config|site\/policy|policy)\.ts$/ }, ({ kind, path }) =>
            kind === 'entry-point' ? undefined : { path, external: true },
          ),
      },
    ],
  })
  const code = outputFiles.map(({ text }) => text).join('\n')
  return settings.filter(
    (setting) => !others[name].includes(setting) && new RegExp(`(?<![\\w'"-])${setting}(?![\\w'"-])`).test(code),
  )
}
