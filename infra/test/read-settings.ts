import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import type { FunctionName } from '../../src/aws/names.ts'
import { bundle, root } from './bundle.ts'
import { policySchema } from '../../src/site/policy.ts'

/** With the entry points that a function loads later. */
const entries: Record<FunctionName, string[]> = {
  slack: ['slack', 'offers', 'github-events'],
  reconcile: ['reconcile'],
  sweep: ['sweep'],
  bake: ['bake'],
  gateway: ['gateway', 'repository-hook', 'clone-tokens'],
}

/** Names that something else has too. */
const others: Partial<Record<FunctionName, string[]>> = {
  // A parameter of the text for a date that is too late.
  reconcile: ['maxDays'],
  sweep: ['maxDays'],
  // Of a token of GitHub.
  gateway: ['permissions'],
}

/** Leaves out the files that declare settings and don't read them. */
const declarations: Plugin = {
  name: 'declarations',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/(aws\/settings|config|site\/policy|policy)\.ts$/ }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { path, external: true },
    ),
}

/**
 * Those of these settings that the function's code names. All of its code gets the policy; only the wiring in `src/lambda` reads
 * everything else.
 */
export async function readSettingsOf(name: FunctionName, settings: string[]): Promise<string[]> {
  const { outputFiles, metafile } = await bundle(entries[name], [declarations])
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
