import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

export const root = join(import.meta.dirname, '../..')

/** Bundles these entry points of `src/lambda` in memory, without packages. */
export async function bundle(entries: string[], plugins: Plugin[] = []) {
  return build({
    entryPoints: entries.map((entry) => join(root, `src/lambda/${entry}.ts`)),
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'out',
    plugins,
  })
}
