import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { FunctionName } from '../../src/aws/names.ts'
import { policySchema } from '../../src/site/policy.ts'

const root = join(import.meta.dirname, '../..')

/** What a function loads later is its own too. */
const entries: Record<FunctionName, string[]> = {
  slack: ['slack', 'offers', 'github-events'],
  reconcile: ['reconcile'],
  sweep: ['sweep'],
  gateway: ['gateway'],
}

/** What is called the same and is something else. */
const others: Partial<Record<FunctionName, string[]>> = {
  // A parameter of the text for a date that is too late.
  reconcile: ['maxDays'],
  sweep: ['maxDays'],
}

/** Where settings are declared, and not read. */
const declarations = /\/(aws\/settings|config|site\/policy|policy)\.ts$/

/**
 * Those of these settings that the function's code names. The rules of sites are passed on to all of it; everything else is read by the
 * wiring in `src/lambda` alone.
 */
export async function readSettingsOf(name: FunctionName, settings: string[]): Promise<string[]> {
  const { outputFiles, metafile } = await build({
    entryPoints: entries[name].map((entry) => join(root, `src/lambda/${entry}.ts`)),
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'out',
    plugins: [
      {
        name: 'declarations',
        setup: ({ onResolve }) =>
          onResolve({ filter: declarations }, ({ kind, path }) =>
            kind === 'entry-point' ? undefined : { path, external: true },
          ),
      },
    ],
  })
  const all = outputFiles.map(({ text }) => text).join('\n')
  const wiring = Object.keys(metafile.inputs)
    .filter((path) => path.startsWith('src/lambda/'))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
  return settings.filter((setting) => {
    const code = Object.hasOwn({ ...policySchema.shape, locale: true }, setting) ? all : wiring
    return !others[name]?.includes(setting) && new RegExp(`(?<![\\w'"-])${setting}(?![\\w'"-])`).test(code)
  })
}
